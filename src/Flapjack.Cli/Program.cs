using System.Runtime.InteropServices;
using Flapjack.Cli;
using Flapjack.Cli.Terminal;

using var interruption = new Interruption(Environment.Exit);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2));
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15));
return await FlapjackTool.RunAsync(args, CliTerminal.OfThisProcess(interruption)).ConfigureAwait(false);

void Stop(PosixSignalContext context, int signal)
{
    context.Cancel = true;
    interruption.Raise(signal);
}
