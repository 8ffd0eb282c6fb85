namespace Shared.Wire.Http;

/// <summary>Says in a message which budget ran out: the option that holds the budget, and the caller's own limit if there is one.</summary>
internal static class BudgetText
{
    /// <param name="budget">The budget that ran out.</param>
    /// <param name="dialect">How the client and its options are called.</param>
    /// <param name="timeout">How long the budget was.</param>
    /// <param name="option">How long the option says.</param>
    /// <param name="mayTake">How long what the request starts may take; null if the caller did not say, or if the request starts nothing.</param>
    public static string Of(WireTimeoutBudget budget, WireDialect dialect, TimeSpan timeout, TimeSpan option, OwnLimit? mayTake)
    {
        var setBy = OptionOf(budget, dialect);
        return Of(budget, mayTake is not { } limit ? setBy
            : timeout > option ? $"{limit.Option} = {Seconds(limit.Time)} and {Seconds(SilenceBudget.Margin)} more, because the server promises no heartbeats"
            : $"{setBy}; the call's own limit is {limit.Option} = {Seconds(limit.Time)}");
    }

    /// <param name="budget">The budget that ran out.</param>
    /// <param name="setBy">The option that holds the budget.</param>
    public static string Of(WireTimeoutBudget budget, string setBy) => $"the {budget} budget, {setBy}";

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private static string OptionOf(WireTimeoutBudget budget, WireDialect dialect) => budget == WireTimeoutBudget.HttpClient
        // The client may not change what belongs to its caller.
        ? $"HttpClient.Timeout of the client that you passed in; set it to Timeout.InfiniteTimeSpan there, since {dialect.ClientName} keeps budgets of its own"
        // The options are named after their budgets: ConnectTimeout, ResponseTimeout, StreamIdleTimeout.
        : $"{dialect.OptionsName}.{budget}Timeout";
}
