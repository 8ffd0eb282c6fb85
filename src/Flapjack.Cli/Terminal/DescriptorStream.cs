using System.Runtime.InteropServices;

namespace Flapjack.Cli.Terminal;

/// <summary>
/// Writes to a descriptor that this process was started with, unbuffered. The console's own stream hides that its reader has gone, so a command would run
/// on behind <c>| head</c>. A <see cref="FileStream"/> would write at a position of its own, over what other processes add to the same file.
/// </summary>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int PipeIsClosed = 32;
    private const short WritableEvent = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // EAGAIN has another number on macOS.
    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = WriteOnce(buffer);
            if (written >= 0)
            {
                buffer = buffer[written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
            {
                // Another process has made the descriptor, which it shares with this one, not block.
                WaitUntilWritable();
            }
            else if (error != Interrupted)
            {
                throw error == PipeIsClosed ? new OutputClosedException() : new IOException($"The output can't be written: {Marshal.GetPInvokeErrorMessage(error)}.");
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private unsafe int WriteOnce(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)Write(descriptor, start, buffer.Length);
        }
    }

    private unsafe void WaitUntilWritable()
    {
        var poll = new PollDescriptor { Descriptor = descriptor, Events = WritableEvent };
        _ = Poll(&poll, 1, timeout: -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollDescriptor* descriptors, nint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
