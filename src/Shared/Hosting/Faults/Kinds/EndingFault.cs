namespace Shared.Hosting.Faults.Kinds;

/// <summary>Ends the body after some bytes.</summary>
internal sealed class EndingFault(Ending ending, long bytes) : BodyFault
{
    public override string ToString() => $"{ending}After({bytes})";

    public override async Task InvokeAsync(FaultedRequest request)
    {
        try
        {
            await base.InvokeAsync(request).ConfigureAwait(false);
        }
        catch (Exception e) when (request.HasFired && e is IOException or OperationCanceledException)
        {
            // A handler whose client has left ends in this way too. The network has had its answer.
        }
    }

    protected override FaultyBody Wrap(Stream network, FaultedRequest request) => new EndingBody(network, request, ending, bytes);
}
