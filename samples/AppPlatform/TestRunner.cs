using System.Globalization;
using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>Runs an app's tests on its computer, and shows their output while they run.</summary>
internal sealed class TestRunner(FlapjackClient flapjack, AppStore apps, IHostApplicationLifetime program, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs the tests, and records with the app how they ended.</summary>
    /// <param name="app">The app; it must have an agent.</param>
    /// <param name="output">Where the output is shown.</param>
    /// <param name="pageLeft">Stops the command. The end of this program stops it as well.</param>
    public async Task RunAsync(PlatformApp app, LiveOutput output, CancellationToken pageLeft)
    {
        var run = Ended(TestOutcome.Unknown, "interrupted; its outcome is unknown.");
        try
        {
            run = await FollowAsync(app, output, pageLeft);
        }
        finally
        {
            apps.Change(app.Id, now => now with { IsTesting = false, LastRun = run });
        }

        await output.EndAsync(run);
    }

    private async Task<TestRun> FollowAsync(PlatformApp app, LiveOutput output, CancellationToken pageLeft)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(pageLeft, program.ApplicationStopping);
        var started = false;
        try
        {
            var command = new ExecComputerOptions { Command = TestCommands.For(app.Template), Timeout = Limit };
            await foreach (var item in flapjack.ExecComputerAsync(app.AgentId!, command, stop.Token))
            {
                started = true;
                switch (item)
                {
                    case ExecStdoutEvent text:
                        await output.StdoutAsync(text.Chunk);
                        break;
                    case ExecStderrEvent text:
                        await output.StderrAsync(text.Chunk);
                        break;
                    case ExecExitEvent exit:
                        return Of(exit);
                    case ExecErrorEvent error:
                        return Of(error);
                }
            }

            throw new FlapjackStreamInterruptedException("The stream ended without a last event.");
        }
        catch (OperationCanceledException) when (program.ApplicationStopping.IsCancellationRequested)
        {
            return Ended(TestOutcome.Stopped, "stopped, because the server was stopped.");
        }
        catch (OperationCanceledException) when (pageLeft.IsCancellationRequested)
        {
            return Ended(TestOutcome.Stopped, "stopped, because the page was left.");
        }
        catch (FlapjackApiException e) when (!started)
        {
            return Ended(TestOutcome.Refused, $"did not run. {e.Message}");
        }
        catch (FlapjackException e)
        {
            // A stream that broke is neither a pass nor a failure.
            return Ended(TestOutcome.Unknown, $"interrupted; its outcome is unknown. {e.Message}");
        }
    }

    private TestRun Of(ExecExitEvent exit)
    {
        var time = (exit.DurationMs / 1000.0).ToString("0.0 's'", CultureInfo.InvariantCulture);
        return exit switch
        {
            { TimedOut: true } => Ended(TestOutcome.Failed, $"failed: killed when its {Limit.TotalMinutes:0} minutes were over."),
            { Signal: { } signal } => Ended(TestOutcome.Failed, $"failed: ended by {signal} after {time}."),
            { Ok: true, ExitCode: 0 } => Ended(TestOutcome.Passed, $"passed in {time}."),
            { ExitCode: { } code } => Ended(TestOutcome.Failed, $"failed with exit code {code} after {time}."),
            _ => Ended(TestOutcome.Unknown, "ended, and its outcome is unknown."),
        };
    }

    private TestRun Of(ExecErrorEvent error) => error.Code == "EXEC_OUTCOME_UNKNOWN"
        ? Ended(TestOutcome.Unknown, "interrupted; its outcome is unknown.")
        : Ended(TestOutcome.Failed, $"failed: {error.Code}. {error.Detail}");

    private TestRun Ended(TestOutcome outcome, string summary) => new(outcome, summary, clock.GetUtcNow());
}
