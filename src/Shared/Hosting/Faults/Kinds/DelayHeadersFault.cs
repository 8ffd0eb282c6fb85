namespace Shared.Hosting.Faults.Kinds;

/// <summary>Holds the headers back.</summary>
internal sealed class DelayHeadersFault(TimeSpan delay) : AnswerFault
{
    public override string ToString() => $"DelayHeaders({delay})";

    public override Task InvokeAsync(FaultedRequest request)
    {
        request.Context.Response.OnStarting(() => HoldAsync(request));
        return request.InvokeHandlerAsync();
    }

    private async Task HoldAsync(FaultedRequest request)
    {
        var held = Task.Delay(delay, request.Clock, request.Context.RequestAborted);
        // Only now: who sees that it fired may turn the clock, and the timer must be there by then.
        request.Fire();
        // A client that leaves meanwhile ends it; the handler learns of that by itself.
        await held.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
