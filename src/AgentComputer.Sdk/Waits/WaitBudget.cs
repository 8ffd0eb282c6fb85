using Shared.Wire.Http;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The time within which something has to happen that the service does in the background, and the pauses between two looks at it.</summary>
internal sealed class WaitBudget
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    private readonly WireSettings _settings;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly AgentComputerTimeoutBudget _budget;
    private readonly string _what;
    private readonly string _verb;
    private string? _seen;

    /// <param name="settings">The clock, and what no message may show.</param>
    /// <param name="options">How often, and how long; null for the defaults.</param>
    /// <param name="interval">The default interval.</param>
    /// <param name="timeout">The default limit.</param>
    /// <param name="budget">What the exception names if the time runs out.</param>
    /// <param name="what">What is waited for: "computer c1".</param>
    /// <param name="verb">What it is to do: "run".</param>
    /// <exception cref="ArgumentException">A time of the options is out of its range.</exception>
    public WaitBudget(
        WireSettings settings, WaitOptions? options, TimeSpan interval, TimeSpan timeout, AgentComputerTimeoutBudget budget, string what, string verb)
    {
        (_settings, _budget, _what, _verb) = (settings, budget, what, verb);
        (_interval, _timeout) = (options?.Interval ?? interval, options?.Timeout ?? timeout);
        if (_interval <= TimeSpan.Zero || _interval > LongestInterval)
        {
            throw new ArgumentException($"Interval must be more than zero and at most {LongestInterval.TotalDays:0} day.", nameof(options));
        }

        if (_timeout != Timeout.InfiniteTimeSpan && (_timeout <= TimeSpan.Zero || _timeout > LongestTimeout))
        {
            throw new ArgumentException($"Timeout must be more than zero and at most {LongestTimeout.TotalDays:0} days, or infinite.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">The id is empty, or can't be sent.</exception>
    public static void CheckId(string id, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(id))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id, parameter);
        OutgoingText.Check(id, parameter, parameter);
    }

    /// <summary>Waits; the time begins with the call.</summary>
    /// <exception cref="AgentComputerTimeoutException">The time ran out first.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended the wait.</exception>
    public async Task<T> SpendAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(_settings.Redaction.Message($"The wait for the {_what} was cancelled. The service goes on."), e, cancellationToken);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw new AgentComputerTimeoutException(
                _settings.Redaction.Message(
                    $"The {_what} did not {_verb} within {BudgetText.Seconds(_timeout)} ({BudgetText.Of(_budget, $"{nameof(WaitOptions)}.{nameof(WaitOptions.Timeout)}")}); {(_seen is null ? "nobody knows its state" : $"it was {_seen} when it was last read")}. The service goes on."),
                e)
            {
                Budget = _budget,
                Timeout = _timeout,
            };
        }
    }

    /// <summary>Waits until the next look.</summary>
    /// <param name="seen">What the last look saw, for the message if the time runs out.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task PauseAsync(string seen, CancellationToken cancellationToken)
    {
        _seen = seen;
        return Task.Delay(_interval, _settings.TimeProvider, cancellationToken);
    }
}
