namespace Shared.Hosting.Faults.Kinds;

/// <summary>Lets the body through one byte at a time.</summary>
internal sealed class DripFault : BodyFault
{
    public override string ToString() => "Drip()";

    protected override FaultyBody Wrap(Stream network, FaultedRequest request) => new Body(network, request);

    private sealed class Body(Stream network, FaultedRequest request) : FaultyBody(network)
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!request.HasFired && !buffer.IsEmpty)
            {
                request.Fire();
            }

            for (var i = 0; i < buffer.Length; i++)
            {
                await Network.WriteAsync(buffer.Slice(i, 1), cancellationToken).ConfigureAwait(false);
                await Network.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
