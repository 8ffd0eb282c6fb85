using System.Runtime.InteropServices;
using Flapjack.Benchmarks.Clients;
using Flapjack.Benchmarks.Reports;
using Flapjack.Benchmarks.Rows;
using Flapjack.Benchmarks.Runner;
using Flapjack.Benchmarks.Serving;

// Measures the product beside its floors: docs/performance.md says what and how. The program starts itself again for the backend and for the client of a row.
using var stopping = new CancellationTokenSource();
var isChild = args is [ServeProgram.Argument or ClientProgram.Argument, ..];

// A terminal interrupts the children too. They end when their input does, so that the backend ends what runs on its computers.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    if (!isChild)
    {
        stopping.Cancel();
    }
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

switch (args)
{
    case [ServeProgram.Argument, var settings]:
        await ServeProgram.RunAsync(ServeSettings.Read(settings));
        return 0;
    case [ClientProgram.Argument, var address, var key]:
        await ClientProgram.RunAsync(new(address), key);
        return 0;
}

try
{
    var arguments = Arguments.Parse(args);
    var results = await new Session(arguments, stopping.Token).RunAsync(AllRows.Choose(arguments.Rows));
    if (!arguments.IsSmoke)
    {
        // What a smoke measures says nothing.
        ConsoleTable.Write(Console.Out, results);
    }

    if (arguments.UpdateDocs)
    {
        PerformancePage.Write(ResultFile.Merge(results));
    }

    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}
