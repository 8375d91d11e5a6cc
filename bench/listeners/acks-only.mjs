// The least that a Bolt app over HTTP can do with a slash command.
import bolt from '@slack/bolt';

const { SLACK_API_URL: slackApiUrl, SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret } = process.env;
const app = new bolt.App({ token, signingSecret, clientOptions: { slackApiUrl } });

app.command('/migrate', async ({ ack }) => {
  await ack();
});

const server = await app.start({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${server.address().port}\n`);
