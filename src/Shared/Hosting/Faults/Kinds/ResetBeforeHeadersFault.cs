namespace Shared.Hosting.Faults.Kinds;

/// <summary>Resets the connection when the headers are about to leave.</summary>
internal sealed class ResetBeforeHeadersFault : AnswerFault
{
    public override string ToString() => "ResetBeforeHeaders()";

    public override Task InvokeAsync(FaultedRequest request)
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
