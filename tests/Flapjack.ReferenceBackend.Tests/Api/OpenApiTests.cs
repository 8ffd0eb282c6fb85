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
            .Should().BeEquivalentTo(RouteTable.All.Select(row => row.Route));
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
    public async Task Every_operation_has_an_id_of_its_own()
    {
        var paths = (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/openapi.json")).Json.GetProperty("paths");

        paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.GetProperty("operationId").GetString())
            .Should().OnlyHaveUniqueItems();
    }
}
