using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Api;

public sealed class OpenApiTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task The_description_needs_no_key_and_names_every_route()
    {
        var answer = await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json");

        answer.Status.Should().Be(200, answer.Body);
        answer.Text("openapi").Should().StartWith("3.");
        answer.Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Should().BeEquivalentTo(RouteTable.All.Concat(RouteTable.Open).Select(row => row.Route));
    }

    [Fact]
    public async Task An_operation_tells_its_ids_its_fields_and_its_status()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        var create = paths.GetProperty("/api/agents/from-template").GetProperty("post");
        create.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Equal("201", "default");
        var body = create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        body.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Should().Equal("template");
        body.GetProperty("properties").GetProperty("repo").GetProperty("properties").TryGetProperty("branch", out _).Should().BeTrue();
        body.GetProperty("properties").GetProperty("template").GetProperty("enum").EnumerateArray().Should().HaveCount(5);
        body.GetProperty("properties").GetProperty("envVars").GetProperty("items").GetProperty("properties").TryGetProperty("key", out _).Should().BeTrue();
        var parameter = paths.GetProperty("/api/projects/{projectId}").GetProperty("patch").GetProperty("parameters").EnumerateArray().Should().ContainSingle().Subject;
        parameter.GetProperty("name").GetString().Should().Be("projectId");
        parameter.GetProperty("in").GetString().Should().Be("path");
    }

    [Fact]
    public async Task A_field_may_be_null_where_the_route_takes_null()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        var patch = SchemaOf(paths, "/api/agents/{agentId}", "patch").GetProperty("properties");
        TypesOf(patch.GetProperty("name")).Should().Equal("string");
        TypesOf(patch.GetProperty("description")).Should().BeEquivalentTo("null", "string");
        TypesOf(patch.GetProperty("toolProfiles")).Should().BeEquivalentTo("null", "object");
        var kind = SchemaOf(paths, "/api/threads", "post").GetProperty("properties").GetProperty("kind");
        kind.GetProperty("enum").EnumerateArray().Select(value => value.GetString()).Should().Equal("single", "multiplayer", null);
        RequiredOf(SchemaOf(paths, "/api/keys", "post")).Should().Equal("name");
    }

    [Theory]
    [InlineData("/api/knowledge/upload", "file", "title", "scopeType", "scopeId")]
    [InlineData("/api/agents/{agentId}/marketplace/avatar", "file")]
    public async Task An_upload_tells_the_parts_of_its_form(string path, params string[] required)
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        var form = SchemaOf(paths, path, "post", "multipart/form-data");

        RequiredOf(form).Should().Equal(required);
        var file = form.GetProperty("properties").GetProperty("file");
        (file.GetProperty("type").GetString(), file.GetProperty("format").GetString()).Should().Be(("string", "binary"));
    }

    [Fact]
    public async Task A_deletion_tells_its_body_and_its_query()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        RequiredOf(SchemaOf(paths, "/api/threads/{threadId}/participants", "delete")).Should().Equal("userId");
        paths.GetProperty("/api/agents/{agentId}/computer/exec").GetProperty("delete").GetProperty("parameters").EnumerateArray()
            .Select(parameter => (parameter.GetProperty("name").GetString(), parameter.GetProperty("in").GetString()))
            .Should().Equal(("agentId", "path"), ("key", "query"));
    }

    [Fact]
    public async Task Every_operation_needs_a_key_except_for_the_open_ones()
    {
        var description = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json;

        description.GetProperty("security").GetRawText().Should().NotBe("[]");
        description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Route: $"{operation.Name.ToUpperInvariant()} {path.Name}", Operation: operation.Value)))
            .Where(row => row.Operation.TryGetProperty("security", out var own) && own.GetArrayLength() == 0)
            .Select(row => row.Route)
            .Should().BeEquivalentTo(RouteTable.Open.Select(row => row.Route));
    }

    [Fact]
    public async Task A_webhook_tells_its_headers_and_that_its_body_is_any_object()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        var receive = paths.GetProperty("/api/triggers/{triggerId}/webhook").GetProperty("post");
        receive.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Equal("202", "default");
        receive.GetProperty("parameters").EnumerateArray().Select(parameter => $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}").Should().Equal(
            "path triggerId", "header X-Flapjack-Signature", "header webhook-id", "header webhook-timestamp", "header webhook-signature", "header Idempotency-Key");
        SchemaOf(paths, "/api/triggers/{triggerId}/webhook", "post").GetProperty("type").GetString().Should().Be("object");
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString())
            .Should().OnlyHaveUniqueItems();
    }

    private static JsonElement SchemaOf(JsonElement paths, string path, string method, string type = "application/json") =>
        paths.GetProperty(path).GetProperty(method).GetProperty("requestBody").GetProperty("content").GetProperty(type).GetProperty("schema");

    private static IEnumerable<string?> RequiredOf(JsonElement schema) => schema.GetProperty("required").EnumerateArray().Select(name => name.GetString());

    private static IEnumerable<string?> TypesOf(JsonElement schema) => schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
        ? several.EnumerateArray().Select(type => type.GetString())
        : [schema.GetProperty("type").GetString()];
}
