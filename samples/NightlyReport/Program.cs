// A report each night: at two o'clock a runner counts the orders of the day on a real computer; if there are any, an agent writes a report, and a webhook
// delivers it. The backend is inside of this process, a script plays the model, and the program puts the clock forward instead of waiting for the night.
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using NightlyReport;

using var interruption = new Interruption();
var cancellationToken = interruption.Token;
try
{
    var clock = new NightClock();
    using var model = ReportModel.Create();
    await using var backend = await FlapjackBackend.StartAsync(
        new()
        {
            ChatModel = model,
            TimeProvider = clock,
            AllowLoopbackWebhooks = true,
            ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        },
        cancellationToken);
    await using var receiver = await ReportReceiver.StartAsync(backend.WebhookSecret, cancellationToken);
    using var flapjack = backend.CreateClient();
    var runner = await ReportRunner.CreateAsync(flapjack, receiver.Url, cancellationToken);
    try
    {
        await new Nights(flapjack, runner, clock).WatchAsync(receiver, cancellationToken);
    }
    finally
    {
        await runner.DeleteAsync(flapjack);
    }

    return 0;
}
catch (FlapjackException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}
