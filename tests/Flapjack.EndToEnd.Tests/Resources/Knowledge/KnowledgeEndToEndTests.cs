using System.Net;
using System.Text;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Knowledge;

public sealed class KnowledgeEndToEndTests : IAsyncLifetime
{
    private const int Limit = 6_000_000;

    private FlapjackBackend _backend = null!;
    private FlapjackClient _client = null!;

    private KnowledgeScope Org => KnowledgeScope.Organization(_backend.OrgId);

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { MaxDocumentBytes = Limit });
        _client = _backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Documents_are_uploaded_listed_and_deleted()
    {
        using var folder = new TempFolder();
        var path = folder["größe \"1\".md"];
        await File.WriteAllTextAsync(path, "# Size\n\nIt is large.");
        var agent = (await _client.CreateAgentFromTemplateAsync(new() { Name = "Reader", Template = ComputerTemplate.Blank })).Agent.Id;

        var first = await _client.UploadDocumentAsync(agent, FlapjackFile.FromPath(path), "Size");
        var second = await _client.UploadDocumentAsync(Org, FlapjackFile.FromBytes("<p>Of all</p>"u8.ToArray(), "all.html"), "All");

        (first.Title, first.ChunkCount).Should().Be(("Size", 1));
        var listed = (await _client.ListDocumentsAsync(agent)).Should().ContainSingle().Subject;
        (listed.Id, listed.Title, listed.ChunkCount).Should().Be((first.Id, "Size", 1));
        listed.SourceRef.Should().Be("größe %221%22.md", "a quotation mark is escaped in a form, and no server turns it back");
        listed.CreatedAt.Should().NotBeNull();
        (await _client.ListDocumentsAsync(Org)).Select(doc => doc.Id).Should().Equal(second.Id);

        await _client.DeleteDocumentAsync(first.Id);

        (await _client.ListDocumentsAsync(agent)).Should().BeEmpty();
        await FluentActions.Awaiting(() => _client.DeleteDocumentAsync(first.Id)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_stream_is_uploaded_and_its_progress_told(bool overTcp)
    {
        using var client = ClientOver(overTcp);
        var told = new List<long>();

        var document = await client.UploadDocumentAsync(Org, FlapjackFile.FromStream(new Endless(5_000_000), "large.txt"), "Large", new Told(told));

        document.ChunkCount.Should().Be(2_500);
        told.Should().BeInAscendingOrder().And.HaveElementAt(told.Count - 1, 5_000_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_too_large_is_refused_while_it_is_sent(bool overTcp)
    {
        using var client = ClientOver(overTcp);
        var endless = new Endless(long.MaxValue);

        var streamed = () => client.UploadDocumentAsync(Org, FlapjackFile.FromStream(endless, "endless.txt"), "Endless");
        var announced = () => client.UploadDocumentAsync(Org, FlapjackFile.FromBytes(new byte[3 * Limit], "large.txt"), "Large");

        // Only the client's own connections keep the answer to a body that was cut off; these are the backend's.
        foreach (var upload in overTcp ? new[] { streamed, announced } : [announced])
        {
            var thrown = (await upload.Should().ThrowAsync<FlapjackApiException>()).Which;
            (thrown.StatusCode, thrown.ErrorCode).Should().Be((HttpStatusCode.RequestEntityTooLarge, "FILE_TOO_LARGE"));
            thrown.Detail.Should().Contain("6000000 bytes");
        }
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_refused_by_its_name()
    {
        var binary = () => _client.UploadDocumentAsync(Org, FlapjackFile.FromBytes(new byte[100], "photo.png"), "Photo");
        var empty = () => _client.UploadDocumentAsync(Org, FlapjackFile.FromBytes(default, "empty.txt"), "Empty");

        (await binary.Should().ThrowAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("UNSUPPORTED_FILE");
        (await empty.Should().ThrowAsync<FlapjackValidationException>()).Which.Detail.Should().Contain("'empty.txt'");
    }

    [Fact]
    public async Task An_endpoint_can_be_called_that_the_client_does_not_know()
    {
        await _client.UploadDocumentAsync(Org, FlapjackFile.FromBytes("Text."u8.ToArray(), "x.txt"), "T");

        var answer = await _client.SendRawAsync(HttpMethod.Get, $"/api/knowledge?scopeType=org&scopeId={_backend.OrgId}");
        var unknown = () => _client.SendRawAsync(HttpMethod.Post, "/api/no-such-thing", System.Text.Json.JsonElement.Parse("{}"));

        answer.Json!.Value[0].GetProperty("source_ref").GetString().Should().Be("x.txt");
        answer.Headers.Should().ContainKey("x-request-id");
        await unknown.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    private FlapjackClient ClientOver(bool tcp) => tcp
        ? new FlapjackClient(new FlapjackClientOptions { BaseAddress = _backend.BaseAddress, ApiKey = _backend.ApiKey })
        : _backend.CreateClient();

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }

    /// <summary>A stream of letters that can't seek.</summary>
    private sealed class Endless(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Encoding.ASCII.GetBytes(new string('a', read)).CopyTo(buffer, offset);
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
