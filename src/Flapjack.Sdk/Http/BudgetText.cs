namespace Flapjack.Sdk.Http;

/// <summary>Says in a message which budget ran out: the option that holds it, and the command's own limit where there is one.</summary>
internal static class BudgetText
{
    /// <param name="budget">The budget that ran out.</param>
    /// <param name="timeout">How long it was.</param>
    /// <param name="option">How long the option says.</param>
    /// <param name="mayTake">How long the command may run; null where the caller did not say, and for what is no command.</param>
    public static string Of(FlapjackTimeoutBudget budget, TimeSpan timeout, TimeSpan option, OwnLimit? mayTake)
    {
        var own = mayTake is { } limit ? $"{limit.Option} = {Seconds(limit.Time)}" : null;
        return $"the {budget} budget, " + (own is null ? OptionOf(budget)
            : timeout > option ? $"{own} and {Seconds(SilenceBudget.Margin)} more, because the server promises no heartbeats"
            : $"{OptionOf(budget)}; the command's own limit is {own}");
    }

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private static string OptionOf(FlapjackTimeoutBudget budget) => budget switch
    {
        FlapjackTimeoutBudget.Quota => "FlapjackQuotaGovernorOptions.MaxWait",
        // The client may not change what belongs to its caller.
        FlapjackTimeoutBudget.HttpClient =>
            "HttpClient.Timeout of the client that you passed in; set it to Timeout.InfiniteTimeSpan there, since FlapjackClient keeps budgets of its own",
        // The options are named after their budgets: ConnectTimeout, ResponseTimeout, StreamIdleTimeout, ReadyTimeout.
        _ => $"FlapjackClientOptions.{budget}Timeout",
    };
}
