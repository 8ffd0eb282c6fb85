namespace LocalComputers.Processes;

/// <summary>The input pipe of a <see cref="PortableChildProcess"/>.</summary>
internal sealed class StreamPipeWriteEnd(Stream stream) : PipeWriteEnd
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose() => stream.Dispose();
}
