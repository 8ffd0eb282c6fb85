using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>The time within which a computer has to become ready. Several waits may share it; the time begins when the budget is made.</summary>
internal sealed class ReadyBudget(WireSettings settings, TimeSpan timeout, string agentId) : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(timeout, settings.TimeProvider);

    /// <exception cref="FlapjackTimeoutException">The budget ran out first.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended the wait.</exception>
    public async Task<T> SpendAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timeout.Token);
        try
        {
            return await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(settings.Redaction.Message($"The wait for the computer of agent {agentId} was cancelled."), e, cancellationToken);
        }
        catch (OperationCanceledException e) when (_timeout.IsCancellationRequested)
        {
            throw new FlapjackTimeoutException(
                settings.Redaction.Message(
                    $"The computer of agent {agentId} did not become ready within {BudgetText.Seconds(timeout)} ({BudgetText.Of(FlapjackTimeoutBudget.Ready, $"{nameof(FlapjackClientOptions)}.{nameof(FlapjackClientOptions.ReadyTimeout)}")}). Its bootstrap may still go on."),
                e)
            {
                Budget = FlapjackTimeoutBudget.Ready,
                Timeout = timeout,
            };
        }
    }

    public void Dispose() => _timeout.Dispose();
}
