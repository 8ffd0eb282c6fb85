using Flapjack.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    // Ids of servers are far shorter, and a header can still carry this length.
    private const int MaxEventIdLength = 1_024;

    /// <summary>Reads the events of a command that was started before, by this process or another, whether it still runs or has ended.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="execId">The command's id, from <see cref="ExecStartedEvent.ExecId"/>.</param>
    /// <param name="after">
    /// The <see cref="ComputerExecEvent.EventId"/> of the last event that the caller has; the events behind it follow, none twice and none missing.
    /// Null for all of them, from <see cref="ExecStartedEvent"/> on.
    /// </param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>; the command is not stopped.</param>
    /// <returns>
    /// The events, to <see cref="ExecExitEvent"/> or <see cref="ExecErrorEvent"/>. A broken connection is mended behind the last event. Nothing is
    /// sent before the first <c>MoveNextAsync</c>; the sequence is enumerable once.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is empty, or a header can't carry <paramref name="after"/>.</exception>
    /// <exception cref="FlapjackNotAnnouncedException">While enumerating: the server has not announced the addition <c>resume</c>.</exception>
    /// <exception cref="FlapjackNotFoundException">While enumerating: there is no such command on this agent's computer, or no such agent.</exception>
    /// <exception cref="FlapjackValidationException">While enumerating: <paramref name="after"/> is no event of this command, or none yet.</exception>
    /// <exception cref="FlapjackApiException">
    /// While enumerating, with <see cref="FlapjackApiException.ErrorCode"/> <c>EXEC_EXPIRED</c>: the command has ended, and its output is no longer kept
    /// (410; the reference backend keeps it for an hour). With <c>RESUME_GAP</c>: the events behind <paramref name="after"/> are no longer kept.
    /// </exception>
    /// <exception cref="FlapjackStreamInterruptedException">While enumerating: the stream broke and could not be mended; attach again later.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed in another way.</exception>
    /// <remarks>
    /// <c>GET /api/agents/{agentId}/computer/exec/{execId}</c>, an addition that the hosted service does not document. It counts against no quota and
    /// any number of readers may attach. A reader who leaves stops nothing, even as the last one: then the command goes on for as long as its
    /// <see cref="ExecComputerOptions.DetachTimeout"/> allows. To stop it, call <see cref="StopComputerExecAsync"/>.
    /// </remarks>
    public virtual IAsyncEnumerable<ComputerExecEvent> AttachComputerExecAsync(
        string agentId, string execId, string? after = null, CancellationToken cancellationToken = default) =>
        Attach(agentId, new() { ExecId = execId, After = after }, nameof(execId), nameof(after), cancellationToken);

    /// <summary>The same, for a caller who wants more than the command's id and the last event.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">The command, and how its events are read.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>; the command is not stopped.</param>
    /// <returns>The events, as the other overload returns them.</returns>
    /// <exception cref="ArgumentException">An argument is empty, or a header can't carry <see cref="AttachComputerExecOptions.After"/>.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed, as the other overload describes it.</exception>
    /// <remarks><c>GET /api/agents/{agentId}/computer/exec/{execId}</c>, an addition that the hosted service does not document.</remarks>
    public virtual IAsyncEnumerable<ComputerExecEvent> AttachComputerExecAsync(
        string agentId, AttachComputerExecOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Attach(agentId, options, nameof(options), nameof(options), cancellationToken);
    }

    /// <summary>Stops a command by its id, with all that it started, and returns when it is dead.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="execId">The command's id, from <see cref="ExecStartedEvent.ExecId"/>.</param>
    /// <param name="cancellationToken">Ends the call; the command may be stopped or not.</param>
    /// <returns>A task that ends when the command is dead. If it had ended before, that is no error.</returns>
    /// <exception cref="FlapjackNotAnnouncedException">The server has not announced the addition <c>stop</c>; nothing was sent.</exception>
    /// <exception cref="FlapjackException">The call failed; whether the command was stopped is unknown.</exception>
    /// <remarks>
    /// <c>DELETE /api/agents/{agentId}/computer/exec/{execId}</c>, an addition that the hosted service does not document. A reader of the command's
    /// events is told how the command ended.
    /// </remarks>
    public virtual Task StopComputerExecAsync(string agentId, string execId, CancellationToken cancellationToken = default) =>
        Http.ObserveAsync(ExecRequests.Stop(agentId, execId), ComputerRequests.Status(agentId), StopAsync, cancellationToken);

    private EventStream<ComputerExecEvent> Attach(
        string agentId, AttachComputerExecOptions options, string execIdName, string afterName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ExecId, execIdName);
        OutgoingText.Check(options.ExecId, execIdName, "execId");
        if (options.After is not null && !HeaderText.CanCarry(options.After, MaxEventIdLength))
        {
            throw new ArgumentException("after must be the EventId of an event of this command, or null to read from the beginning.", afterName);
        }

        return new(Http, ExecSource.Attach(Http, agentId, options), cancellationToken, nameof(AttachComputerExecAsync));
    }

    private static async Task<bool> StopAsync(WireHttp http, ApiRequest stop, ApiRequest probe, CancellationToken cancellationToken)
    {
        await http.RequireAsync(Additions.Stop, nameof(StopComputerExecAsync), probe, cancellationToken).ConfigureAwait(false);
        using var _ = await http.SendAsync(stop, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
