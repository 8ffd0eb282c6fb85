using System.Text.Json;

namespace AgentComputer.Sdk.Tests.Files;

public sealed class FileTransferTests
{
    private const int Piece = FileTransfer.PieceBytes;

    private byte[] _stored = [];

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(Piece)]
    [InlineData((2 * Piece) + 17)]
    public async Task A_file_comes_back_as_it_was_sent(int size)
    {
        var sent = new byte[size];
        Random.Shared.NextBytes(sent);
        // What was there before is longer.
        _stored = new byte[size + 100];
        var service = new FileService { Acts = Act };
        using var client = service.Client();
        using var received = new MemoryStream();
        var (up, down) = (new Counts(), new Counts());

        var file = await client.UploadFileAsync("c1", "big", new MemoryStream(sent), verify: true, up);
        var count = await client.DownloadFileAsync("c1", "big", received, down);

        (file.SizeBytes, count).Should().Be((size, size));
        received.ToArray().AsSpan().SequenceEqual(sent).Should().BeTrue();
        up.Told.Should().Equal(size == 0 ? [0] : Steps(size));
        down.Told.Should().Equal(Steps(size));
    }

    [Fact]
    public async Task An_upload_takes_a_stream_that_gives_single_bytes()
    {
        using var client = new FileService { Acts = Act }.Client();

        await client.UploadFileAsync("c1", "a", new Connect.SplitStream([1, 2, 3, 4], 1, 2, 3));

        _stored.Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public async Task An_upload_that_something_else_writes_over_is_no_success()
    {
        using var client = new FileService { Acts = json => Act(json, after: () => _stored = [.. _stored, 1]) }.Client();

        var upload = () => client.UploadFileAsync("c1", "a", new MemoryStream([1, 2, 3]));

        var thrown = (await upload.Should().ThrowAsync<ComputerFileChangedException>()).Which;
        (thrown.Path, thrown.ExpectedBytes, thrown.ActualBytes).Should().Be(("/home/node/workspace/a", 3, 4));
    }

    [Fact]
    public async Task A_verified_upload_finds_other_bytes_of_the_same_length()
    {
        using var client = new FileService { Acts = json => Act(json, after: () => _stored[0] ^= 1) }.Client();

        await client.UploadFileAsync("c1", "a", new MemoryStream([1, 2, 3]));
        var verified = () => client.UploadFileAsync("c1", "a", new MemoryStream([1, 2, 3]), verify: true);

        await verified.Should().ThrowAsync<ComputerFileChangedException>().WithMessage("*its SHA-256 is another*");
    }

    [Fact]
    public async Task A_download_of_a_file_that_becomes_shorter_is_no_success()
    {
        _stored = new byte[10];
        using var client = new FileService { Acts = json => Act(json, before: () => _stored = _stored[..4]) }.Client();

        var download = () => client.DownloadFileAsync("c1", "a", new MemoryStream());

        (await download.Should().ThrowAsync<ComputerFileChangedException>()).Which.ActualBytes.Should().Be(4);
    }

    private static IEnumerable<long> Steps(int size)
    {
        for (long at = Piece; at < size + Piece && size > 0; at += Piece)
        {
            yield return Math.Min(at, size);
        }
    }

    private string Act(JsonElement asked) => Act(asked, null, null);

    /// <summary>Does what the service documents.</summary>
    private string Act(JsonElement asked, Action? before = null, Action? after = null)
    {
        var operation = asked.GetProperty("operation").GetString();
        if (operation == "stat")
        {
            return $$$"""{"stat":{"path":"big","type":"file","size_bytes":{{{_stored.Length}}}}}""";
        }

        if (operation == "read_range")
        {
            before?.Invoke();
            var (offset, length) = (asked.GetProperty("offset").GetInt32(), asked.GetProperty("length").GetInt32());
            return $$"""{"content_base64":"{{Convert.ToBase64String(_stored.AsSpan()[Math.Min(offset, _stored.Length)..Math.Min(offset + length, _stored.Length)])}}"}""";
        }

        var written = asked.GetProperty("content_base64").GetBytesFromBase64();
        var at = operation == "write_bytes" ? 0 : asked.GetProperty("offset").GetInt32();
        var behind = operation == "write_bytes" || at + written.Length >= _stored.Length ? [] : _stored[(at + written.Length)..];
        _stored = [.. _stored.AsSpan(0, at), .. written, .. behind];
        after?.Invoke();
        return "{}";
    }

    private sealed class Counts : IProgress<long>
    {
        public List<long> Told { get; } = [];

        public void Report(long value) => Told.Add(value);
    }
}
