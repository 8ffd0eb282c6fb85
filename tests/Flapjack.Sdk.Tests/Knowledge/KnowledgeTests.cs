using System.Text;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Knowledge;

public sealed class KnowledgeTests : WireTest
{
    private const string All = "/api/knowledge";
    private const string Doc = """{"id":"d1","title":"Manual","source_ref":"manual.pdf","chunk_count":3,"created_at":"2026-05-01T10:00:00Z","pages":12}""";

    [Fact]
    public async Task A_document_is_uploaded_for_an_agent()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var told = new List<long>();

        var call = client.UploadDocumentAsync("a/1", FlapjackFile.FromBytes("# Manual"u8.ToArray(), "manual.md"), "The \"manual\"", new Told(told));
        var connection = await server.Accept();
        var body = await connection.ReadRequest();
        await connection.Answer(201, """{"id":"d1","title":"The \"manual\"","chunks":3,"pages":12}""");

        var doc = await call.Soon();
        connection.RequestLine.Should().Be("POST /api/knowledge/upload HTTP/1.1");
        var boundary = connection.Header("Content-Type")!["multipart/form-data; boundary=".Length..];
        body.Replace(boundary, "B").Should().Be(
            "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nThe \"manual\"\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"scopeType\"\r\n\r\nagent\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"scopeId\"\r\n\r\na/1\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"manual.md\"\r\nContent-Type: text/markdown\r\n\r\n# Manual\r\n--B--\r\n");
        (doc.Id, doc.Title, doc.ChunkCount, doc.SourceRef, doc.CreatedAt).Should().Be(("d1", "The \"manual\"", 3, null, null));
        doc.AdditionalProperties.Should().ContainSingle().Which.Key.Should().Be("pages");
        doc.Should().BeOfType<KnowledgeDoc>();
        told.Should().Equal(8);
    }

    [Theory]
    [InlineData("org")]
    [InlineData("thread")]
    [InlineData("team")]
    public async Task A_document_is_uploaded_for_any_scope(string type)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var scope = type switch
        {
            "org" => KnowledgeScope.Organization("x1"),
            "thread" => KnowledgeScope.Thread("x1"),
            _ => new KnowledgeScope(type, "x1"),
        };

        var call = client.UploadDocumentAsync(scope, FlapjackFile.FromStream(new MemoryStream(Encoding.UTF8.GetBytes("text")), "x", "application/x-notes"), "T");
        var connection = await server.Accept();
        var body = await connection.ReadRequest();
        await connection.Answer(201, Doc);

        (await call.Soon()).ChunkCount.Should().Be(3, "the service may answer with the whole document");
        body.Should().Contain($"name=\"scopeType\"\r\n\r\n{type}\r\n").And.Contain("name=\"scopeId\"\r\n\r\nx1\r\n").And.Contain("Content-Type: application/x-notes\r\n\r\ntext\r\n");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":null,"title":7,"chunks":"many"}""")]
    public async Task An_odd_answer_to_an_upload_costs_its_fields(string json)
    {
        Wire.Answers(All + "/upload", new Answer(201, json));

        var doc = await Client.UploadDocumentAsync("a1", FlapjackFile.FromBytes("x"u8.ToArray(), "x.txt"), "T").Soon();

        (doc.Id, doc.Title, doc.ChunkCount).Should().Be(("", null, null));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_with_the_services_words()
    {
        Wire.Answers(All + "/upload", new Answer(413, """{"error":"FILE_TOO_LARGE","detail":"At most 20 MiB."}"""));

        var upload = () => Client.UploadDocumentAsync("a1", FlapjackFile.FromBytes(new byte[200_000], "x.bin"), "T").Soon();

        (await upload.Should().ThrowAsync<FlapjackApiException>()).Which.Detail.Should().Be("At most 20 MiB.");
        Wire.Requests.Should().HaveCountLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_path_is_uploaded_by_its_name()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["secret notes.txt"], "text");
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.UploadDocumentAsync("a1", FlapjackFile.FromPath(folder["secret notes.txt"]), "T");
        var connection = await server.Accept();
        var body = await connection.ReadRequest();
        await connection.Answer(201, Doc);

        await call.Soon();
        body.Should().Contain("filename=\"secret notes.txt\"\r\nContent-Type: text/plain\r\n\r\ntext\r\n").And.NotContain(folder.Path);
    }

    [Theory]
    [InlineData("notes.txt", "text/plain")]
    [InlineData("notes.MD", "text/markdown")]
    [InlineData("page.html", "text/html")]
    [InlineData("paper.pdf", "application/pdf")]
    [InlineData("notes", "application/octet-stream")]
    public void The_ending_of_a_name_suggests_the_media_type(string name, string type)
    {
        var file = FlapjackFile.FromBytes(default, name);

        (file.Name, file.ContentType, file.ToString()).Should().Be((name, type, name));
        FlapjackFile.FromBytes(default, name, "text/x-own; charset=utf-8").ContentType.Should().Be("text/x-own; charset=utf-8");
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/plain\r\nX: y")]
    public void A_media_type_is_checked(string type)
    {
        var make = () => FlapjackFile.FromBytes(default, "x", type);

        make.Should().Throw<ArgumentException>().WithParameterName("contentType");
    }

    [Fact]
    public async Task Documents_are_listed()
    {
        Wire.Answers(All, $$"""[{{Doc}},{"id":"d2","chunk_count":"many"},"text"]""");

        var docs = await Client.ListDocumentsAsync("a 1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        docs.Select(doc => doc.Id).Should().Equal("d1", "d2");
        (docs[0].Title, docs[0].SourceRef, docs[0].ChunkCount).Should().Be(("Manual", "manual.pdf", 3));
        docs[0].CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        docs[1].ChunkCount.Should().BeNull();
    }

    [Fact]
    public async Task A_list_names_its_scope_in_the_query()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        foreach (var (list, query) in new (Func<Task<IReadOnlyList<KnowledgeDoc>>>, string)[]
        {
            (() => client.ListDocumentsAsync("a 1"), "scopeType=agent&scopeId=a%201"),
            (() => client.ListDocumentsAsync(KnowledgeScope.Organization("o1")), "scopeType=org&scopeId=o1"),
            (() => client.ListDocumentsAsync(KnowledgeScope.Thread("t1")), "scopeType=thread&scopeId=t1"),
        })
        {
            var call = list();
            var connection = await server.AcceptRequest();
            await connection.Write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]");
            connection.Close();

            (await call.Soon()).Should().BeEmpty();
            connection.RequestLine.Should().Be($"GET /api/knowledge?{query} HTTP/1.1");
        }
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_document_is_deleted(int status, string body)
    {
        Wire.Answers(All + "/d1", new Answer(status, body));

        await Client.DeleteDocumentAsync("d1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", All + "/d1", ""));
    }

    [Fact]
    public async Task A_document_that_is_not_there_is_not_found()
    {
        Wire.Answers(All + "/d1", new Answer(404, """{"error":"NOT_FOUND","detail":"Document not found"}"""));

        var delete = () => Client.DeleteDocumentAsync("d1").Soon();

        (await delete.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("Document not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_argument_is_checked_at_the_call(string? text)
    {
        var file = FlapjackFile.FromBytes("x"u8.ToArray(), "x");
        (Action Call, string Parameter)[] calls =
        [
            (() => Client.UploadDocumentAsync(text!, file, "T"), "agentId"),
            (() => Client.UploadDocumentAsync("a1", file, text!), "title"),
            (() => Client.UploadDocumentAsync(new KnowledgeScope("agent", text!), file, "T"), "scope"),
            (() => Client.UploadDocumentAsync(new KnowledgeScope(text!, "a1"), file, "T"), "scope"),
            (() => Client.ListDocumentsAsync(text!), "agentId"),
            (() => Client.ListDocumentsAsync(new KnowledgeScope(text!, "a1")), "scope"),
            (() => Client.ListDocumentsAsync(new KnowledgeScope("agent", text!)), "scope"),
            (() => Client.DeleteDocumentAsync(text!), "documentId"),
            (() => KnowledgeScope.Agent(text!), "agentId"),
            (() => KnowledgeScope.Organization(text!), "orgId"),
            (() => KnowledgeScope.Thread(text!), "threadId"),
        ];

        calls.Should().AllSatisfy(call => call.Call.Should().Throw<ArgumentException>().WithParameterName(call.Parameter));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_scope_and_a_file_are_needed()
    {
        (Action Call, string Parameter)[] calls =
        [
            (() => Client.UploadDocumentAsync((KnowledgeScope)null!, FlapjackFile.FromBytes(default, "x"), "T"), "scope"),
            (() => Client.UploadDocumentAsync("a1", null!, "T"), "file"),
            (() => Client.ListDocumentsAsync((KnowledgeScope)null!), "scope"),
            (() => FlapjackFile.FromStream(null!, "x"), "stream"),
        ];

        calls.Should().AllSatisfy(call => call.Call.Should().ThrowExactly<ArgumentNullException>().WithParameterName(call.Parameter));
    }

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
