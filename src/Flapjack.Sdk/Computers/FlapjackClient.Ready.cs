using System.Net;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Waits until an agent's computer takes commands.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its status: ready, or idle or stopped, from which the next command wakes it.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="ComputerBootstrapFailedException">Its bootstrap failed.</exception>
    /// <exception cref="ComputerDestroyedException">It is gone.</exception>
    /// <exception cref="ComputerNotReadyException">The agent has no computer at all.</exception>
    /// <exception cref="FlapjackTimeoutException">It took longer than <see cref="FlapjackClientOptions.ReadyTimeout"/>.</exception>
    /// <exception cref="FlapjackException">The service could not be asked.</exception>
    /// <remarks>
    /// Follows <c>GET /api/agents/{agentId}/computer/bootstrap/stream</c> and asks <c>GET /api/agents/{agentId}/computer/status</c>. If the stream
    /// is not available, it asks every ten seconds.
    /// </remarks>
    public virtual Task<ComputerStatus> WaitUntilComputerReadyAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        OutgoingText.Check(agentId, nameof(agentId), nameof(agentId));
        // The calls that the wait is made of have spans of their own, below that of the wait.
        return Http.ObserveAsync(ComputerRequests.Status(agentId), agentId, (_, _, id, token) => WaitUntilReadyAsync(id, token), cancellationToken);
    }

    private async Task<ComputerStatus> WaitUntilReadyAsync(string agentId, CancellationToken cancellationToken)
    {
        using var budget = new ReadyBudget(Http.Settings, _settings!.ReadyTimeout, agentId);
        return await budget.SpendAsync(async token => (await FollowUntilReadyAsync(agentId, needsStatus: true, token).ConfigureAwait(false))!, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The status; null if it was not needed, because the stream of the bootstrap has told that the computer is ready.</returns>
    private async Task<ComputerStatus?> FollowUntilReadyAsync(string agentId, bool needsStatus, CancellationToken cancellationToken)
    {
        var status = await GetComputerStatusAsync(agentId, cancellationToken).ConfigureAwait(false);
        if (TakesCommands(agentId, status))
        {
            return status;
        }

        // The stream is followed after an error too, because its replay tells why the bootstrap failed.
        var done = await TryFollowBootstrapAsync(agentId, cancellationToken).ConfigureAwait(false);
        if (!needsStatus && done?.Status == ComputerLifecycleStatus.Ready)
        {
            // The status is a look at all that the computer does, and may be ten seconds older than the end of the stream.
            return null;
        }

        // After a bootstrap that ended well, the first error may come from the service's cache, and be about the run before.
        var errorMayBeOld = done?.Status == ComputerLifecycleStatus.Ready;
        while (done?.Status != ComputerLifecycleStatus.Error)
        {
            status = await GetComputerStatusAsync(agentId, cancellationToken).ConfigureAwait(false);
            if (TakesCommands(agentId, status))
            {
                return status;
            }

            if (status.Computer?.Status == ComputerLifecycleStatus.Error && !errorMayBeOld)
            {
                // If the stream broke before, it may now tell why the bootstrap failed, or that there is a newer bootstrap.
                var before = done;
                done ??= await TryFollowBootstrapAsync(agentId, cancellationToken).ConfigureAwait(false);
                if (before is not null || done?.Status != ComputerLifecycleStatus.Ready)
                {
                    break;
                }
            }

            errorMayBeOld = false;
            await Task.Delay(StatusPollInterval, Http.Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        throw BootstrapFailed(agentId, done);
    }

    /// <summary>Follows the bootstrap to its end; null if the stream is not available or breaks, because the caller can poll instead.</summary>
    private async Task<BootstrapDoneEvent?> TryFollowBootstrapAsync(string agentId, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in StreamBootstrapAsync(agentId, cancellationToken).ConfigureAwait(false))
            {
                if (item is BootstrapDoneEvent done)
                {
                    return done;
                }
            }
        }
        catch (FlapjackException)
        {
            // If the trouble lasts, the next poll meets it as well, and throws.
        }

        return null;
    }

    private bool TakesCommands(string agentId, ComputerStatus status)
    {
        var now = status.Computer?.Status ?? ComputerLifecycleStatus.None;
        if (now == ComputerLifecycleStatus.Destroyed)
        {
            throw new ComputerDestroyedException(Http.Settings.Redaction.Message(
                $"The computer of agent {agentId} is destroyed. Create it again with CreateAgentFromTemplateAsync and the same ExternalAppId."))
            {
                StatusCode = HttpStatusCode.OK,
            };
        }

        if (now == ComputerLifecycleStatus.None)
        {
            throw new ComputerNotReadyException(Http.Settings.Redaction.Message($"Agent {agentId} has no computer. Create one with CreateAgentFromTemplateAsync."))
            {
                StatusCode = HttpStatusCode.OK,
            };
        }

        return now == ComputerLifecycleStatus.Ready || now == ComputerLifecycleStatus.Idle || now == ComputerLifecycleStatus.Stopped;
    }

    private ComputerBootstrapFailedException BootstrapFailed(string agentId, BootstrapDoneEvent? done)
    {
        var redaction = Http.Settings.Redaction;
        var tail = redaction.Of(done?.StderrTail);
        if (done?.Status == ComputerLifecycleStatus.Ready)
        {
            return new(redaction.Message(
                $"The computer of agent {agentId} is in error, although its bootstrap had succeeded. Create it again with CreateAgentFromTemplateAsync and the same ExternalAppId."))
            {
                ExitCode = done.ExitCode,
            };
        }

        return new(
            redaction.Message($"The bootstrap of agent {agentId}'s computer failed{(done?.ExitCode is { } code ? $" with exit code {code}" : "")}. ")
            + (string.IsNullOrEmpty(tail) ? "StreamBootstrapAsync shows its log." : $"Its last words:{Environment.NewLine}{tail}"))
        {
            ExitCode = done?.ExitCode,
            StderrTail = tail,
        };
    }
}
