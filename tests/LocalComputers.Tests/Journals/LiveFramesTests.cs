using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

/// <summary>What live readers get from memory is what lies in the files.</summary>
public sealed class LiveFramesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_still_there_is_read_as_it_was_written(int seed)
    {
        var random = new Random(seed);
        var live = new LiveFrames(capacity: 64 * 1024);
        var all = new List<byte>();
        var block = new byte[10_000];
        for (var n = 0; n < 3_000; n++)
        {
            var bytes = new byte[random.Next(10) == 0 ? random.Next(30_000) : 1 + random.Next(200)];
            random.NextBytes(bytes);
            Add(live, bytes, all.Count);
            all.AddRange(bytes);

            var position = Math.Max(0, all.Count - random.Next(100_000));
            var count = live.Read(position, block.AsSpan(0, 1 + random.Next(block.Length)));
            block.AsSpan(0, count).SequenceEqual(all.Slice(position, count).ToArray()).Should().BeTrue();
            if (bytes.Length is > 0 and < 10_000)
            {
                live.Read(all.Count - bytes.Length, block).Should().Be(bytes.Length, "the latest frame is there");
            }

            if (random.Next(10) == 0)
            {
                live.DropBefore(all.Count - random.Next(20_000));
            }
        }
    }

    [Fact]
    public void Nothing_is_there_once_all_of_it_was_read()
    {
        var live = new LiveFrames(capacity: 1_000_000);
        Add(live, new byte[100], position: 0);
        Add(live, new byte[100], position: 100);

        live.DropBefore(200);

        live.Read(0, new byte[10]).Should().Be(0);
        live.Read(100, new byte[10]).Should().Be(0);
    }

    [Fact]
    public void Frames_that_were_not_taken_leave_no_hole()
    {
        var live = new LiveFrames(capacity: 1_000_000);
        Add(live, [1, 2, 3], position: 0);
        // Nobody read while the frames from 3 to 10 were written.
        Add(live, [4, 5], position: 10);
        var block = new byte[10];

        live.Read(0, block).Should().Be(0);
        live.Read(10, block).Should().Be(2);
        block[..2].Should().Equal(4, 5);
    }

    private static void Add(LiveFrames live, byte[] bytes, long position)
    {
        var frame = new FrameBuffer();
        bytes.CopyTo(frame.GetSpan(bytes.Length));
        frame.Advance(bytes.Length);
        if (!live.Add(frame, position))
        {
            frame.Dispose();
        }
    }
}
