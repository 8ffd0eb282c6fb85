using System.IO.Compression;
using System.Text;
using Shared.Connect;

namespace AgentComputer.Sdk.Tests.Connect;

public sealed class FrameReaderTests : CodecTest
{
    private const string Output = """{"event":{"data":{"stdout":"aGkK"}}}""";

    private static readonly byte[] Body = [.. Frame(0, Output), .. Frame(0, ""), .. Frame(2, "{}")];

    [Fact]
    public void The_vectors_of_the_contract_have_the_prefixes_that_it_tells()
    {
        Frame(0, """{"process":{"cmd":"ls","args":["-la"]}}""")[..5].Should().Equal(0, 0, 0, 0, 0x27);
        Frame(0, Output)[..5].Should().Equal(0, 0, 0, 0, 0x24);
        Frame(2, "{}").Should().Equal(2, 0, 0, 0, 2, 0x7b, 0x7d);
    }

    [Fact]
    public async Task Frames_are_the_same_at_whichever_byte_the_network_splits_them()
    {
        for (var cut = 0; cut <= Body.Length; cut++)
        {
            var (frames, isCut) = await ReadAllAsync(new SplitStream(Body, cut));

            frames.Should().Equal($"0 {Output}", "0 ", "2 {}");
            isCut.Should().BeFalse();
        }
    }

    [Fact]
    public async Task Frames_are_read_from_single_bytes()
    {
        var (frames, _) = await ReadAllAsync(new SplitStream(Body, [.. Enumerable.Range(1, Body.Length)]));

        frames.Should().Equal($"0 {Output}", "0 ", "2 {}");
    }

    [Fact]
    public async Task A_body_that_is_cut_at_any_byte_has_no_last_frame()
    {
        for (var length = 0; length < Body.Length; length++)
        {
            var (frames, isCut) = await ReadAllAsync(new MemoryStream(Body[..length]));

            frames.Should().NotContain(frame => frame.StartsWith('2'));
            isCut.Should().Be(length != 0 && length != Output.Length + 5 && length != Output.Length + 10);
        }
    }

    [Fact]
    public async Task A_frame_may_be_as_large_as_the_limit_and_no_byte_larger()
    {
        var (frames, _) = await ReadAllAsync(new MemoryStream(Frame(0, new string('a', 100_000))), maxBytes: 100_000);
        var larger = () => ReadAllAsync(new MemoryStream(Frame(0, new string('a', 100_001))), maxBytes: 100_000);

        frames.Should().Equal($"0 {new string('a', 100_000)}");
        (await larger.Should().ThrowAsync<BadMessageException>()).Which.Code.Should().Be("resource_exhausted");
    }

    [Fact]
    public async Task A_frame_that_announces_four_gigabytes_is_refused_by_its_prefix_alone()
    {
        var read = () => ReadAllAsync(new SplitStream([0, 0xFF, 0xFF, 0xFF, 0xFF], 1, 4));

        (await read.Should().ThrowAsync<BadMessageException>()).WithMessage("A frame announces 4294967295 bytes, and at most 10485760 bytes are taken.");
    }

    [Fact]
    public async Task A_large_frame_and_small_frames_follow_each_other()
    {
        var large = new string('x', 1_000_000);
        byte[] body = [.. Frame(0, "a"), .. Frame(0, large), .. Frame(0, "b"), .. Frame(0, large), .. Frame(2, "{}")];

        var (frames, _) = await ReadAllAsync(new SplitStream(body, 3, 7, 100, 999_999, 1_000_020, 1_500_000));

        frames.Should().Equal("0 a", $"0 {large}", "0 b", $"0 {large}", "2 {}");
    }

    [Fact]
    public async Task A_compressed_frame_is_unpacked_where_the_stream_announces_gzip()
    {
        byte[] body = [.. Frame(1, Packed(Output)), .. Frame(0, "plain"), .. Frame(3, Packed("{}"))];

        for (var cut = 0; cut <= body.Length; cut++)
        {
            var (frames, _) = await ReadAllAsync(new SplitStream(body, cut), "gzip");

            frames.Should().Equal($"1 {Output}", "0 plain", "3 {}");
        }
    }

    [Theory]
    [InlineData(null, "A frame is compressed, and the stream did not announce how.")]
    [InlineData("", "A frame is compressed, and the stream did not announce how.")]
    [InlineData("br", "A frame is compressed as 'br', which can't be unpacked here.")]
    public async Task A_compressed_frame_is_refused_where_nothing_announces_gzip(string? encoding, string message)
    {
        var read = () => ReadAllAsync(new MemoryStream(Frame(1, Packed(Output))), encoding);

        await read.Should().ThrowAsync<BadMessageException>().WithMessage(message);
    }

    [Fact]
    public async Task A_frame_that_only_claims_to_be_compressed_is_refused()
    {
        var read = () => ReadAllAsync(new MemoryStream(Frame(1, Output)), "gzip");

        (await read.Should().ThrowAsync<BadMessageException>()).Which.Code.Should().Be("invalid_argument");
    }

    [Fact]
    public async Task A_small_frame_that_unpacks_to_more_than_the_limit_is_refused()
    {
        var read = () => ReadAllAsync(new MemoryStream(Frame(1, Packed(new string('a', 2_000_000)))), "gzip", maxBytes: 1_000_000);

        (await read.Should().ThrowAsync<BadMessageException>()).Which.Code.Should().Be("resource_exhausted");
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
