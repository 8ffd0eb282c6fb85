namespace Flapjack.ReferenceBackend.Faults.Kinds;

/// <summary>Resets the connection when the headers are about to leave.</summary>
internal sealed class ResetBeforeHeadersFault : Fault
{
    public override string ToString() => "ResetBeforeHeaders()";

    internal override Task InvokeAsync(FaultedRequest request)
    {
        request.Context.Response.OnStarting(() =>
        {
            request.Fire();
            request.Context.Abort();
            return Task.CompletedTask;
        });
        return request.InvokeHandlerAsync();
    }
}
