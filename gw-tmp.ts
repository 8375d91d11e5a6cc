import { Command } from 'commander';
import { addReviewCommand } from './src/app/review-command.ts';
const p = new Command('godwit'); 
addReviewCommand(p, {variables: process.env, out: (t)=>process.stdout.write(t), err:(t)=>process.stderr.write(t), colour: false}, (c)=>{process.exitCode=c});
await p.parseAsync(process.argv.slice(2), {from:'user'});
