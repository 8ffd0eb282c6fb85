using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Runs a shell command on an agent's computer and streams its output as it comes.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">The command, and how to run it.</param>
    /// <param name="cancellationToken">
    /// Ends the enumeration with an <see cref="OperationCanceledException"/>, closes the connection and, where the server can, stops the command;
    /// leaving the loop early does the same, unless <see cref="ExecComputerOptions.DetachTimeout"/> is set. Nothing that was still buffered is delivered.
    /// </param>
    /// <returns>
    /// The events: <see cref="ExecStartedEvent"/>, any number of <see cref="ExecOutputEvent"/>s, then <see cref="ExecExitEvent"/> or
    /// <see cref="ExecErrorEvent"/>. The command starts with the first <c>MoveNextAsync</c>; the sequence is enumerable once.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it. Nothing was sent.</exception>
    /// <exception cref="ComputerNotReadyException">
    /// While enumerating: the computer can't run commands yet; with <see cref="ExecComputerOptions.WaitForReady"/>, the agent has no computer at all.
    /// </exception>
    /// <exception cref="ComputerBootstrapFailedException">While enumerating, with <see cref="ExecComputerOptions.WaitForReady"/>: its bootstrap failed.</exception>
    /// <exception cref="ComputerDestroyedException">While enumerating: the computer is gone.</exception>
    /// <exception cref="FlapjackTimeoutException">
    /// While enumerating: a budget ran out. If it is <see cref="FlapjackTimeoutBudget.Ready"/> or <see cref="FlapjackTimeoutBudget.Quota"/>, the
    /// command never started.
    /// </exception>
    /// <exception cref="RateLimitedException">
    /// While enumerating: a rate limit is used up. With a <see cref="FlapjackClientOptions.QuotaGovernor"/> the command waits for its turn instead.
    /// </exception>
    /// <exception cref="ObjectDisposedException">While enumerating: the governor was disposed before the command's turn came. Nothing was started.</exception>
    /// <exception cref="FlapjackNotAnnouncedException">
    /// While enumerating: <see cref="ExecComputerOptions.IdempotencyKey"/> or <see cref="ExecComputerOptions.DetachTimeout"/> is set, and the server has
    /// not announced that it knows of it. Nothing was started.
    /// </exception>
    /// <exception cref="FlapjackStreamInterruptedException">While enumerating: the stream ended without its last event; how the command ended is unknown.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed in another way.</exception>
    /// <remarks>
    /// <c>POST /api/agents/{agentId}/computer/exec</c>. It is sent a second time only if the command provably never started, or if this
    /// server has announced that a repeat is the same command; there a broken stream is picked up where it broke.
    /// A command that fails is no exception here: look at <see cref="ExecExitEvent.Ok"/>.
    /// </remarks>
    public virtual IAsyncEnumerable<ComputerExecEvent> ExecComputerAsync(
        string agentId, ExecComputerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        var body = ExecRequestBody.From(options);
        var waits = new ExecWaits(_settings!.QuotaGovernor, _settings.ReadyTimeout, options.WaitForReady ? token => FollowUntilReadyAsync(agentId, needsStatus: false, token) : null);
        return new EventStream<ComputerExecEvent>(Http, ExecSource.Start(Http, agentId, options, body, waits), cancellationToken);
    }

    /// <summary>Runs a shell command on an agent's computer to its end and collects its output.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">The command, and how to run it.</param>
    /// <param name="cancellationToken">Ends the call; the service kills the command, unless <see cref="ExecComputerOptions.DetachTimeout"/> is set.</param>
    /// <returns>How the command ended, with all of its output in memory. A failed command is a result too: call <see cref="ComputerExecResult.EnsureSuccess"/>.</returns>
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it. Nothing was sent.</exception>
    /// <exception cref="FlapjackApiException">The service refused to run the command, or lost it while it ran.</exception>
    /// <exception cref="FlapjackStreamInterruptedException">The stream ended without its last event; how the command ended is unknown.</exception>
    /// <exception cref="FlapjackException">The call failed in another way.</exception>
    /// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
    public virtual Task<ComputerExecResult> RunComputerAsync(
        string agentId, ExecComputerOptions options, CancellationToken cancellationToken = default)
    {
        var events = ExecComputerAsync(agentId, options, cancellationToken);
        // The output is copied as it comes. So the client's own stream need not make an event for each piece.
        (events as EventStream<ComputerExecEvent>)?.Lend();
        return CollectAsync(agentId, options, events, null, cancellationToken);
    }

    /// <summary>Runs a shell command to its end, shows its output as it comes, and collects it.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">The command, and how to run it.</param>
    /// <param name="onOutput">Is called for each piece of the output, in its order. While it runs, nothing more is read, and a command that writes much has to wait.</param>
    /// <param name="cancellationToken">Ends the call; the service kills the command, unless <see cref="ExecComputerOptions.DetachTimeout"/> is set.</param>
    /// <returns>How the command ended, with all of its output in memory, as the overload without a callback returns it.</returns>
    /// <exception cref="FlapjackException">The call failed, as the overload without a callback describes it.</exception>
    /// <remarks>
    /// <c>POST /api/agents/{agentId}/computer/exec</c>. An exception of the callback ends the call as it is, and the command with it: as if the caller
    /// had left <see cref="ExecComputerAsync"/> early.
    /// </remarks>
    public virtual Task<ComputerExecResult> RunComputerAsync(
        string agentId, ExecComputerOptions options, Action<ExecOutputEvent> onOutput, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onOutput);
        return RunComputerAsync(agentId, options, Call, cancellationToken);

        Task Call(ExecOutputEvent output, CancellationToken token)
        {
            onOutput(output);
            return Task.CompletedTask;
        }
    }

    /// <summary>The same with a callback that is awaited.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">The command, and how to run it.</param>
    /// <param name="onOutputAsync">Is called for each piece of the output, in its order, when the task of the piece before has ended. Its token is that of the call.</param>
    /// <param name="cancellationToken">Ends the call; the service kills the command, unless <see cref="ExecComputerOptions.DetachTimeout"/> is set.</param>
    /// <returns>How the command ended, with all of its output in memory.</returns>
    /// <exception cref="FlapjackException">The call failed, as the overload without a callback describes it.</exception>
    /// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
    public virtual Task<ComputerExecResult> RunComputerAsync(
        string agentId, ExecComputerOptions options, Func<ExecOutputEvent, CancellationToken, Task> onOutputAsync, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onOutputAsync);
        return CollectAsync(agentId, options, ExecComputerAsync(agentId, options, cancellationToken), onOutputAsync, cancellationToken);
    }

    private async Task<ComputerExecResult> CollectAsync(
        string agentId,
        ExecComputerOptions options,
        IAsyncEnumerable<ComputerExecEvent> events,
        Func<ExecOutputEvent, CancellationToken, Task>? onOutput,
        CancellationToken cancellationToken)
    {
        var redaction = Redaction;
        var collected = new ExecCollector(agentId, options.Timeout, redaction);
        await foreach (var item in events.ConfigureAwait(false))
        {
            if (collected.Add(item) is { } result)
            {
                return result;
            }

            if (onOutput is not null && item is ExecOutputEvent output)
            {
                await onOutput(output, cancellationToken).ConfigureAwait(false);
            }
        }

        // The client's own stream throws when it ends early, but the stream of a mock may not.
        throw new FlapjackStreamInterruptedException(redaction.Message($"The events of the command on agent {agentId} ended without an exit or error."))
        {
            ExecId = redaction.Of(collected.ExecId),
        };
    }
}
