using System.Net;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// Sends one command until the service takes it: it waits for its turn where a governor keeps the quota, and until the computer is ready where
/// the caller asked for that. Its slot is held until it is disposed.
/// </summary>
/// <param name="http">What sends it.</param>
/// <param name="agentId">On whose computer it runs.</param>
/// <param name="request">The request that starts it.</param>
/// <param name="waits">What it waits for before it starts.</param>
internal sealed class ExecOpening(WireHttp http, string agentId, ApiRequest request, ExecWaits waits) : StreamOpening(http, request)
{
    // How old the status may be that a service tells: asked again earlier, it would only repeat itself.
    private static readonly TimeSpan StatusAge = TimeSpan.FromSeconds(10);

    private ExecTicket? _ticket;
    private ReadyBudget? _budget;
    private bool _mayHaveStarted;
    private bool _wasGone;
    private bool _nothingStarted = true;

    /// <summary>Whether the command provably never started, up to now.</summary>
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
            // The command is sent first and waits only then: to a computer that is ready the option costs nothing.
            catch (ComputerNotReadyException) when (_nothingStarted && waits.UntilReady is not null)
            {
            }
            // A service may answer 410 for a computer whose bootstrap has failed as well: the wait finds out which of the two it is. Once: a
            // service that calls the computer ready and then refuses again is believed.
            catch (ComputerDestroyedException e) when (_nothingStarted && waits.UntilReady is not null && !_wasGone)
            {
                _wasGone = true;
                gone = e;
            }

            await WaitUntilReadyAsync(gone, cancellationToken).ConfigureAwait(false);
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

        // A repeat has its slot already.
        _ticket ??= await governor.EnterAsync(agentId, cancellationToken).ConfigureAwait(false);
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

            await _ticket.EnterAgainAsync(refusal, cancellationToken).ConfigureAwait(false);
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
            // A refusal of this attempt proves nothing about the ones before it.
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

                    return await waits.UntilReady!(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (FlapjackException e) when (gone is not null && e is not (ComputerBootstrapFailedException or FlapjackTimeoutException))
        {
            // The computer is gone indeed, or nobody can tell why it refuses: then the refusal of the command says most.
            throw gone;
        }
    }

    private static bool ProvesThatNothingStarted(FlapjackException e) => e switch
    {
        FlapjackApiException refusal => refusal.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout,
        FlapjackConnectionException broken => !broken.RequestMayHaveArrived,
        FlapjackTimeoutException timeout => timeout.Budget == FlapjackTimeoutBudget.Connect,
        _ => false,
    };
}
