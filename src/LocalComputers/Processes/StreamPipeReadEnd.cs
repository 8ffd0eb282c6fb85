namespace LocalComputers.Processes;

/// <summary>The pipe of a <see cref="PortableChildProcess"/>.</summary>
internal sealed class StreamPipeReadEnd(Stream stream) : PipeReadEnd
{
    public override int Available => 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, cancellationToken);

    public override void Dispose() => stream.Dispose();
}
