using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>The description of the API tells every route, with the fields that it reads.</summary>
public sealed class OpenApiTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    [Fact]
    public async Task Every_route_is_described_with_its_fields_and_anybody_may_read_that()
    {
        var answer = await TestBackend.SendAsync(every.Backend.Anonymous, HttpMethod.Get, "/openapi.json");

        answer.Status.Should().Be(200);
        var paths = answer.Of("paths");
        foreach (var row in RouteTable.All.Concat(RouteTable.Open))
        {
            var (method, path) = WorkspaceWorld.Split(row.Route);
            var operation = paths.GetProperty(path).GetProperty(method.Method.ToLowerInvariant());
            operation.GetProperty("responses").TryGetProperty($"{row.Fields.Status}", out _).Should().BeTrue(row.Route);
            foreach (var field in row.Body ?? [])
            {
                operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties")
                    .TryGetProperty(field.Name, out _).Should().BeTrue($"{row.Route} reads {field.Name}");
            }
        }
    }

    [Fact]
    public void These_routes_need_no_key() => RouteTable.Open.Select(row => row.Route).Where(route => !route.Contains("share", StringComparison.Ordinal)).Should().BeEquivalentTo(
        "GET /healthz", "GET /readyz", "GET /v1/status/uptime", "GET /v1/computer-size-presets");
}
