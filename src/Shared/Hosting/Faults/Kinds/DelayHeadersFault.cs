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
        // The fault is recorded only after the timer was made: a test that sees the record may turn the clock at once.
        request.Fire();
        // If the client leaves meanwhile, the wait ends. The handler notices that by itself.
        await held.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
