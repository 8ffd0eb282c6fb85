using System.Text.Json.Nodes;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The work on one prompt of a session: the computer is made, the coder runs, and what became of it is told.</summary>
#pragma warning disable CA1001 // Holds nothing that needs disposal, and a caller may still stop the run when it has ended.
internal sealed partial class CodingRun(string orgId, string id, LocalCoder coder, CodingServices services)
#pragma warning restore CA1001
{
    // git looks at the whole working copy, in which the coder may have left a million files.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The first who stops the run decides what becomes of the session.
    private CodingEnd? _stoppedBy;

    /// <summary>Runs in the background.</summary>
    /// <param name="gone">Called at the end, before <see cref="StopAsync"/> returns.</param>
    public void Start(Action gone) => Task.Run(async () =>
    {
        try
        {
            await WorkAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The disk is full, for example. The next start settles the session.
            LogNotSettled(services.Logger, id, e);
            // A session that could not be taken up still waits, and the queue would take it up again at once, and again.
            await Task.Delay(PauseAfterFailure, services.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            gone();
            _ended.SetResult();
        }
    });

    /// <summary>Ends the coder with all that it started, and waits until the session has become what it becomes.</summary>
    public async Task StopAsync(CodingEnd end)
    {
        Interlocked.CompareExchange(ref _stoppedBy, end, null);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private async Task WorkAsync()
    {
        // A run that was stopped before it began leaves its session waiting: for the next process, or for the caller who cancels it.
        if (_stop.IsCancellationRequested || services.Work.Take(orgId, id) is not { } task)
        {
            return;
        }

        var computer = new SessionComputer(id, services.Machine, coder.Size, services.Logger);
        var end = await EndOfAsync(task, computer).ConfigureAwait(false);
        // What the coder left running would go on unseen, and with the session's secrets.
        await computer.StopAsync().ConfigureAwait(false);
        if (!services.Work.End(orgId, id, end))
        {
            await computer.RemoveAsync().ConfigureAwait(false);
        }
    }

    private async Task<CodingEnd> EndOfAsync(CodingTask task, SessionComputer computer)
    {
        using var limit = new CancellationTokenSource(coder.Timeout, services.Clock);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            return await CodeAsync(task, computer, cut.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return CutShort();
        }
        catch (CodingException e)
        {
            LogFailed(services.Logger, id, e);
            return new(CodeSessionMoves.Error, e.Error);
        }
        catch (Exception e)
        {
            LogFailed(services.Logger, id, e);
            return CodingEnd.Failed("SESSION_FAILED", "The session failed because of the backend; the backend's log tells why.");
        }
    }

    private CodingEnd CutShort() => Volatile.Read(ref _stoppedBy) ?? CodingEnd.Expired(coder.Timeout);

    private async Task<CodingEnd> CodeAsync(CodingTask task, SessionComputer computer, CancellationToken cut)
    {
        var key = coder.PassCursorKey && task.Session.EncryptedCursorKey is { } stored ? KeyOf(stored) : null;
        var commit = await computer.OpenAsync(task, cut).ConfigureAwait(false);
        var files = await computer.WriteAsync(CoderVariables.FilesOf(task)).ConfigureAwait(false);
        cut.ThrowIfCancellationRequested();
        if (services.Work.Begin(task, orgId, commit) is not { } session)
        {
            return CodingEnd.Cancelled;
        }

        var secrets = SecretFilter.SecretsOf([.. coder.Variables.Values, .. key is null ? (string[])[] : [key]]);
        var (exit, duration) = await RunCoderAsync(computer, VariablesOf(task, files, key), secrets, cut).ConfigureAwait(false);
        if (cut.IsCancellationRequested)
        {
            return CutShort() with { Events = [ResultOf(exit, duration, null)] };
        }

        var changed = await LookAsync(computer, session.StartingCommit, secrets, cut).ConfigureAwait(false);
        var result = ResultOf(exit, duration, changed);
        return cut.IsCancellationRequested ? CutShort() with { Events = [result] }
            : exit.ExitCode == 0 ? CodingEnd.Finished with { Events = [result, .. NotDone.Of(session)] }
            : CodingEnd.Failed("CODER_FAILED", $"The coder ended with exit code {exit.ExitCode}; its output tells more.") with { Events = [result] };
    }

    private async Task<(ShellExit Exit, TimeSpan Duration)> RunCoderAsync(
        SessionComputer computer, Dictionary<string, string> variables, IReadOnlyList<string> secrets, CancellationToken cut)
    {
        var output = new CoderOutput(secrets, events => services.Sessions.Append(id, events), e => LogOutputLost(services.Logger, id, e), services.Clock);
        await using (output.ConfigureAwait(false))
        {
            var began = services.Clock.GetTimestamp();
            var exit = await computer.RunAsync(coder.Command, variables, output, cut).ConfigureAwait(false);
            return (exit, services.Clock.GetElapsedTime(began));
        }
    }

    private Dictionary<string, string> VariablesOf(CodingTask task, IReadOnlyDictionary<string, string> files, string? key)
    {
        var variables = new Dictionary<string, string>(coder.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in CoderVariables.Of(task).Concat(files))
        {
            variables[name] = value;
        }

        if (key is not null)
        {
            variables["CURSOR_API_KEY"] = key;
        }

        return variables;
    }

    private string KeyOf(string stored)
    {
        try
        {
            return services.Secrets.Unprotect(CodingServices.KeyPurpose, stored);
        }
        catch (Refusal e)
        {
            throw new CodingException("CREDENTIALS_UNREADABLE", e.Message, e);
        }
    }

    private async Task<(JsonArray Files, int? LeftOut)?> LookAsync(SessionComputer computer, string? commit, IReadOnlyList<string> secrets, CancellationToken cut)
    {
        using var patience = new CancellationTokenSource(LongestLook, services.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cut, patience.Token);
        try
        {
            var changed = await computer.ChangedAsync(commit, end.Token).ConfigureAwait(false);
            foreach (var file in changed?.Files ?? [])
            {
                file!["path"] = SecretFilter.Clean((string)file["path"]!, secrets);
            }

            return end.IsCancellationRequested ? null : changed;
        }
        catch (CodingException)
        {
            // The coder has removed the working copy, for example. How the coder ended is known all the same.
            return null;
        }
    }

    private static CodeSessionEvent ResultOf(ShellExit exit, TimeSpan duration, (JsonArray Files, int? LeftOut)? changed) => new("result", new()
    {
        ["exit_code"] = exit.ExitCode,
        ["signal"] = exit.Signal,
        ["duration_ms"] = (long)duration.TotalMilliseconds,
        ["changed_files"] = changed?.Files,
        ["changed_files_left_out"] = changed?.LeftOut,
    });

    [LoggerMessage(LogLevel.Error, "The end of code session {SessionId} could not be stored; the next start settles the session.")]
    private static partial void LogNotSettled(ILogger logger, string sessionId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Code session {SessionId} failed.")]
    private static partial void LogFailed(ILogger logger, string sessionId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Output of the coder of code session {SessionId} could not be stored.")]
    private static partial void LogOutputLost(ILogger logger, string sessionId, Exception exception);
}
