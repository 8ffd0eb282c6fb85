using System.Buffers;
using System.Runtime.InteropServices;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>The pooled array that a reader lends to its stream: what still may be written into belongs to nobody else.</summary>
public sealed class SseReaderPoolTests
{
    [Fact]
    public void An_array_that_a_failed_read_may_still_write_into_does_not_go_back_to_the_pool()
    {
        using var body = new LentStream(_ => throw new IOException("The connection was reset."));
        var reader = new SseReader(body, 1024 * 1024);
        reader.Invoking(r => r.ReadAsync(default).AsTask().GetAwaiter().GetResult()).Should().Throw<IOException>();

        reader.Dispose();

        RentedNext(body.Lent.Length).Should().NotContain(array => ReferenceEquals(array, body.Lent));
    }

    [Fact]
    public void Nor_does_one_that_a_read_still_writes_into()
    {
        using var body = new LentStream(_ => new(new TaskCompletionSource<int>().Task));
        var reader = new SseReader(body, 1024 * 1024);
        reader.ReadAsync(default).AsTask().IsCompleted.Should().BeFalse();

        reader.Dispose();

        RentedNext(body.Lent.Length).Should().NotContain(array => ReferenceEquals(array, body.Lent));
    }

    [Fact]
    public async Task One_that_was_given_back_by_the_stream_does()
    {
        using var body = new LentStream(_ => new(0));
        var reader = new SseReader(body, 1024 * 1024);
        (await reader.ReadAsync(default)).Should().BeFalse();

        reader.Dispose();

        RentedNext(body.Lent.Length).Should().Contain(array => ReferenceEquals(array, body.Lent));
    }

    [Fact]
    public async Task After_a_read_that_failed_there_is_no_other()
    {
        using var body = new LentStream(_ => throw new IOException("The connection was reset."));
        using var reader = new SseReader(body, 1024 * 1024);
        await reader.Invoking(r => r.ReadAsync(default).AsTask()).Should().ThrowAsync<IOException>();

        await reader.Invoking(r => r.ReadAsync(default).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*earlier read*failed*");
    }

    /// <summary>What the pool gives out next to this thread, which gets first what it has returned last.</summary>
    private static byte[][] RentedNext(int length)
    {
        var rented = Enumerable.Range(0, 4).Select(_ => ArrayPool<byte>.Shared.Rent(length)).ToArray();
        foreach (var array in rented)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        return rented;
    }

    /// <summary>A stream that keeps the array it is to read into.</summary>
    private sealed class LentStream(Func<Memory<byte>, ValueTask<int>> read) : ReadOnlyStream
    {
        public byte[] Lent { get; private set; } = [];

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            MemoryMarshal.TryGetArray<byte>(buffer, out var segment).Should().BeTrue();
            Lent = segment.Array!;
            return read(buffer);
        }
    }
}
