using System.Net;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// Sends one command until the service takes it. If a governor keeps the quota, it waits for the command's turn; if the caller asked for it, it
/// waits until the computer is ready. It holds the command's slot until it is disposed.
/// </summary>
/// <param name="http">The sender of the request.</param>
/// <param name="agentId">The agent on whose computer the command runs.</param>
/// <param name="request">The request that starts the command.</param>
/// <param name="waits">What the command waits for before it starts.</param>
internal sealed class ExecOpening(WireHttp http, string agentId, ApiRequest request, ExecWaits waits) : StreamOpening(http, request)
{
    // The service's status may be this old. If it is asked again earlier, it repeats the same status.
    private static readonly TimeSpan StatusAge = TimeSpan.FromSeconds(10);

    private ExecTicket? _ticket;
    private ReadyBudget? _budget;
    private bool _mayHaveStarted;
    private bool _wasGone;
    private bool _nothingStarted = true;

    /// <summary>Whether the command has provably not started so far.</summary>
    public override bool NothingWasDone => _nothingStarted;

    public override async Task<EventConnection> SendAsync(ApiRequest attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            ComputerDestroyedException? gone = null;
            try
            {
                return await SendInTurnAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
            // The command is sent first, and the wait follows only a refusal. So the option costs nothing if the computer is ready.
            catch (ComputerNotReadyException) when (_nothingStarted && waits.UntilReady is not null)
            {
            }
            // A service may also answer 410 for a computer whose bootstrap has failed, and the wait finds out which of the two it is. It waits only
            // once: if the service then says that the computer is ready and refuses again, the refusal counts.
            catch (ComputerDestroyedException e) when (_nothingStarted && waits.UntilReady is not null && !_wasGone)
            {
                _wasGone = true;
                gone = e;
            }

            await (attempt.Trace?.WaitForComputerAsync(() => WaitUntilReadyAsync(gone, cancellationToken)) ?? WaitUntilReadyAsync(gone, cancellationToken)).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _ticket?.Dispose();
        _budget?.Dispose();
        base.Dispose();
    }

    private async Task<EventConnection> SendInTurnAsync(ApiRequest attempt, CancellationToken cancellationToken)
    {
        if (waits.Governor is not { } governor)
        {
            return await SendOnceAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        // A repeated request has its slot already.
        if (_ticket is null)
        {
            var entering = governor.EnterAsync(agentId, cancellationToken);
            await InQueueAsync(entering, attempt.Trace).ConfigureAwait(false);
            _ticket = await entering.ConfigureAwait(false);
        }

        var once = attempt.Retry == RetryRule.Never ? attempt : attempt with { Retry = RetryRule.IfNotConnected };
        while (true)
        {
            RateLimitedException refusal;
            try
            {
                var connection = await SendOnceAsync(once, cancellationToken).ConfigureAwait(false);
                _ticket.Started();
                return connection;
            }
            catch (RateLimitedException e) when (_nothingStarted)
            {
                refusal = e;
            }
            catch (FlapjackException) when (_nothingStarted)
            {
                _ticket.Withdraw();
                _ticket = null;
                throw;
            }

            await InQueueAsync(_ticket.EnterAgainAsync(refusal, cancellationToken), attempt.Trace).ConfigureAwait(false);
        }
    }

    private async Task<EventConnection> SendOnceAsync(ApiRequest attempt, CancellationToken cancellationToken)
    {
        _nothingStarted = false;
        try
        {
            var connection = await EventConnection.OpenAsync(Http, attempt, cancellationToken).ConfigureAwait(false);
            _mayHaveStarted = true;
            return connection;
        }
        catch (FlapjackException e)
        {
            // A refusal of this attempt proves nothing about the attempts before it.
            _mayHaveStarted |= !ProvesThatNothingStarted(e);
            _nothingStarted = !_mayHaveStarted;
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(ComputerDestroyedException? gone, CancellationToken cancellationToken)
    {
        var refusedBefore = _budget is not null;
        _budget ??= new(Http.Settings, waits.ReadyTimeout, agentId);
        try
        {
            await _budget.SpendAsync(
                async token =>
                {
                    if (refusedBefore)
                    {
                        await Task.Delay(StatusAge, Http.Settings.TimeProvider, token).ConfigureAwait(false);
                    }

                    await waits.UntilReady!(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (FlapjackException e) when (gone is not null && e is not (ComputerBootstrapFailedException or FlapjackTimeoutException))
        {
            // The computer is really gone, or its status can't be read. In both cases the refusal of the command says the most.
            throw gone;
        }
    }

    private static Task InQueueAsync(Task turn, CallTrace? trace) => trace is null || turn.IsCompleted ? turn : trace.WaitInQueueAsync(turn);

    private static bool ProvesThatNothingStarted(FlapjackException e) => e switch
    {
        FlapjackApiException refusal => refusal.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout,
        FlapjackConnectionException broken => !broken.RequestMayHaveArrived,
        FlapjackTimeoutException timeout => timeout.Budget == FlapjackTimeoutBudget.Connect,
        _ => false,
    };
}
