/** A light theme close to the one people know; no fonts or pictures are loaded. */
export const style = `
* { box-sizing: border-box; }
body { margin: 0; padding: 20px; background: #fff; color: #1d1c1d; width: 760px;
  font: 15px/1.46668 Lato, "Noto Sans", "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; }
.channel { font-weight: 900; font-size: 18px; padding-bottom: 12px; margin-bottom: 8px; border-bottom: 1px solid #dddddd; }
.message { display: flex; gap: 8px; padding: 8px 12px; }
.message.reply { margin-left: 44px; }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 4px; background: #7a4b1e; color: #fff; font-weight: 900;
  display: flex; align-items: center; justify-content: center; text-transform: uppercase; }
.content { flex: 1; min-width: 0; }
.author { font-weight: 900; }
.app { background: #eae7ea; color: #616061; font-size: 10px; font-weight: 700; border-radius: 2px; padding: 1px 3px; margin-left: 4px; vertical-align: 1px; }
.time, .quiet, .context { color: #616061; font-size: 12px; }
.time { margin-left: 8px; }
.ephemeral { color: #616061; font-size: 12px; }
.block { margin: 4px 0 8px; overflow-wrap: anywhere; white-space: pre-wrap; }
.header { font-size: 18px; font-weight: 900; }
.section { display: flex; gap: 16px; justify-content: space-between; align-items: flex-start; }
.section > .text { flex: 1; min-width: 0; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
.divider { border: 0; border-top: 1px solid #dddddd; margin: 12px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; white-space: normal; }
.button { display: inline-block; border: 1px solid rgba(29,28,29,.3); border-radius: 4px; padding: 0 12px; height: 28px;
  line-height: 26px; font-size: 13px; font-weight: 700; white-space: nowrap; background: #fff; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.danger { color: #e01e5a; border-color: #e01e5a; }
.button.select { color: #616061; font-weight: 400; }
.mention { background: rgba(29,155,209,.1); color: #1264a3; border-radius: 3px; padding: 0 2px; }
.link { color: #1264a3; }
code, pre { font: 12px/1.5 Monaco, Menlo, Consolas, "DejaVu Sans Mono", monospace; background: #f8f8f8; border: 1px solid #dddddd; border-radius: 3px; }
code { padding: 2px 3px 1px; color: #c01343; }
pre { padding: 8px; margin: 4px 0; white-space: pre-wrap; border-radius: 4px; }
table { border-collapse: collapse; font-size: 13px; }
td { border: 1px solid #dddddd; padding: 4px 10px; }
tr:first-child td { font-weight: 700; background: #f8f8f8; }
.alert { background: #fcf4da; border-radius: 6px; padding: 10px 12px; }
.file { border: 1px solid #dddddd; border-radius: 8px; padding: 10px 12px; width: 320px; margin: 4px 0; }
.modal { width: 520px; border-radius: 8px; border: 1px solid #dddddd; box-shadow: 0 8px 30px rgba(0,0,0,.18); }
.modal > .title { font-size: 20px; font-weight: 900; padding: 18px 24px; border-bottom: 1px solid #eee; }
.modal > .body { padding: 16px 24px; }
.modal > .foot { padding: 16px 24px; display: flex; gap: 12px; justify-content: flex-end; border-top: 1px solid #eee; }
.label { font-weight: 700; }
.box { border: 1px solid rgba(29,28,29,.5); border-radius: 4px; padding: 7px 12px; margin: 4px 0; min-height: 38px; white-space: pre-wrap; }
.placeholder { color: #868686; }
.error { color: #e01e5a; font-size: 13px; }
`;
