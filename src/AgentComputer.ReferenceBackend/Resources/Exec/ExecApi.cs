using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Computers;
using LocalComputers.Processes;
using LocalComputers.Programs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Exec;

/// <summary>Runs one command on a computer and answers when it has ended. No shell reads the command, and its input is empty.</summary>
internal sealed class ExecApi(ComputerService computers, TimeProvider clock) : IResource
{
    private const int SIGKILL = 9;

    public void Map(Routes routes)
    {
        var one = routes.AnyKey().For(call => computers.Find(call.OrgId, call["computer_id"]));
        one.Map(HttpMethods.Post, "/v1/computers/{computer_id}/exec", RunAsync, RouteFields.OfBody(ExecBody.Read));
    }

    private async Task RunAsync(HttpContext context, ComputerRow row)
    {
        var request = ExecBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        var (program, reader) = await StartAsync(row, request, context.RequestAborted).ConfigureAwait(false);
        using var _ = reader;
        var begin = clock.GetTimestamp();
        var (output, error) = (new CappedOutput(), new CappedOutput());
        try
        {
            while (await reader.WaitAsync(context.RequestAborted).ConfigureAwait(false))
            {
                while (reader.TryTake(out var piece))
                {
                    (piece.Stream == ProgramStream.Error ? error : output).Add(piece.Bytes.Span);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody can learn any more how the command ends.
            await program.SignalTreeAsync(SIGKILL).ConfigureAwait(false);
            throw;
        }

        var end = await program.Ended.ConfigureAwait(false);
        var duration = (long)clock.GetElapsedTime(begin).TotalMilliseconds;
        await AnswerAsync(context, request, end, output, error, duration).ConfigureAwait(false);
    }

    private async Task<(ProgramRun Program, ProgramReader Reader)> StartAsync(ComputerRow row, ProgramRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await computers.Running(row).Programs.StartAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ComputerUnavailableException e)
        {
            throw new Refusal(RefusalKind.NotReady, "computer_not_running", $"The computer '{row.Id}' is not running: it is '{e.Phase}'. Start it, and wait until it runs.");
        }
        catch (ProcessStartException e)
        {
            throw e.IsCallersFault ? Refusal.Invalid("invalid_request", $"{(e.IsOfWorkingDirectory ? "cwd" : "command or env")}: {e.ForCallers}")
                : e.IsForLackOfRoom ? new(RefusalKind.LimitReached, null, e.ForCallers)
                : new Refusal(RefusalKind.Failed, null, e.ForCallers);
        }
    }

    private static Task AnswerAsync(HttpContext context, ProgramRequest request, ProgramEnd end, CappedOutput output, CappedOutput error, long duration)
    {
        if (end.Failure is { } failure)
        {
            throw new Refusal(RefusalKind.Failed, null, failure);
        }

        if (end.TimedOut)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            return context.WriteJsonAsync(new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = "exec_timeout",
                    ["message"] = $"The command was killed, with all that it had started: it took longer than {request.TimeLimit.TotalMilliseconds} ms. Give a longer timeout_ms, at most 300000, or start it through an exec session.",
                    ["stdout"] = output.ToString(),
                    ["stderr"] = error.ToString(),
                    ["duration_ms"] = duration,
                },
            });
        }

        return context.WriteJsonAsync(new JsonObject
        {
            ["exit_code"] = end.Signal is null ? end.ExitCode : -1,
            ["stdout"] = output.ToString(),
            ["stderr"] = error.ToString(),
            ["duration_ms"] = duration,
        });
    }
}
