using System.Net;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

public sealed class PortsTests : DoorRoom
{
    private readonly TempFolder _temp = new();

    private protected override AgentComputerBackendOptions Options => new() { TimeProvider = Clock, DataDirectory = _temp["data"] };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task A_port_is_published_by_an_operation()
    {
        var computer = await ComputerAsync();

        var answer = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.Accepted, new { port = 3000, name = "web", visibility = "private" });

        JsonNode.DeepEquals(answer["port"], JsonNode.Parse($$"""
            {
              "id": "{{answer["port"]!["id"]}}", "computer_id": "{{computer}}", "port": 3000, "name": "web", "visibility": "private", "state": "pending",
              "public_url": "http://web--box.localhost:{{Port}}/", "failure_reason": null, "created_at": "2027-01-02T03:04:05Z", "updated_at": "2027-01-02T03:04:05Z"
            }
            """)).Should().BeTrue("{0}", answer);
        ((string?)answer["operation"]!["kind"]).Should().Be("port.create");
        ((string?)answer["operation"]!["resource_type"]).Should().Be("port");
        await EndedAsync(answer);
        ((string?)(await OnlyPortAsync(computer))["state"]).Should().Be("ready");
        var connection = await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/connection", HttpStatusCode.OK);
        ((bool)connection["connection"]!["browser_available"]!).Should().BeTrue();
        ((string?)connection["ports"]![0]!["name"]).Should().Be("web");
    }

    [Fact]
    public async Task Publishing_a_port_again_changes_what_the_body_says_and_keeps_the_rest()
    {
        var computer = await ComputerAsync();
        await PublishAsync(computer, 3000, "web", "private");
        var id = (string?)(await OnlyPortAsync(computer))["id"];

        await EndedAsync(await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.Accepted, new { port = 3000, name = "app" }));

        var port = await OnlyPortAsync(computer);
        (((string?)port["id"]), (string?)port["name"], (string?)port["visibility"]).Should().Be((id, "app", "private"));
    }

    [Fact]
    public async Task A_port_without_a_name_has_its_number_as_its_name_and_is_public()
    {
        var computer = await ComputerAsync();

        await EndedAsync(await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.Accepted, new { port = 8080 }));

        var port = await OnlyPortAsync(computer);
        ((string?)port["name"], (string?)port["visibility"]).Should().Be(("8080", "public"));
    }

    [Theory]
    [InlineData("{}", "port")]
    [InlineData("""{"port":0}""", "port")]
    [InlineData("""{"port":65536}""", "port")]
    [InlineData("""{"port":"3000"}""", "port")]
    [InlineData("""{"port":3000,"name":""}""", "name")]
    [InlineData("""{"port":3000,"name":"Web"}""", "name")]
    [InlineData("""{"port":3000,"name":"-web"}""", "name")]
    [InlineData("""{"port":3000,"name":"web-"}""", "name")]
    [InlineData("""{"port":3000,"name":"a--b"}""", "name")]
    [InlineData("""{"port":3000,"name":"web\n"}""", "name")]
    [InlineData("""{"port":3000,"name":"a.b"}""", "name")]
    [InlineData("""{"port":3000,"name":"abcdefghijabcdefghijabcdefghijab"}""", "name")]
    [InlineData("""{"port":3000,"visibility":"hidden"}""", "visibility")]
    public async Task A_bad_body_is_refused_with_the_name_of_its_field(string body, string field)
    {
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.BadRequest, JsonNode.Parse(body));

        MessageOf(refusal).Should().StartWith(field);
        (await PortsAsync(computer)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_port_of_the_backend_itself_can_not_be_published()
    {
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.BadRequest, new { port = Port });

        MessageOf(refusal).Should().Contain("this backend itself listens");
    }

    [Fact]
    public async Task Two_ports_of_a_computer_have_different_names()
    {
        var (first, second) = (await ComputerAsync(), await ComputerAsync("other"));
        await PublishAsync(first, 3000, "web");

        await CallAsync(HttpMethod.Post, $"/v1/computers/{first}/ports", HttpStatusCode.Conflict, new { port = 3001, name = "web" });

        await PublishAsync(second, 3001, "web");
    }

    [Fact]
    public async Task A_port_is_taken_back_by_an_operation()
    {
        var computer = await ComputerAsync();
        await PublishAsync(computer, 3000, "web");

        var answer = await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/ports/3000", HttpStatusCode.Accepted);

        ((string?)answer["port"]!["state"]).Should().Be("deleting");
        ((string?)answer["operation"]!["kind"]).Should().Be("port.delete");
        await EndedAsync(answer);
        (await PortsAsync(computer)).Should().BeEmpty();
        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/ports/3000", HttpStatusCode.NotFound);
        MessageOf(await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/ports/web", HttpStatusCode.NotFound)).Should().Contain("number");
    }

    [Fact]
    public async Task Ports_are_still_published_after_a_restart()
    {
        var computer = await ComputerAsync();
        await PublishAsync(computer, 3000, "web", "private");

        await RestartAsync();

        var port = await OnlyPortAsync(computer);
        ((string?)port["state"], (string?)port["visibility"], (string?)port["public_url"]).Should().Be(("ready", "private", $"http://web--box.localhost:{Port}/"));
    }

    [Fact]
    public async Task An_address_that_is_too_long_for_a_host_name_is_a_path()
    {
        var handle = new string('h', 51);
        var computer = await ComputerAsync(handle);

        await PublishAsync(computer, 3000, "a-long-name");

        ((string?)(await OnlyPortAsync(computer))["public_url"]).Should().Be($"http://127.0.0.1:{Port}/p/{handle}/a-long-name/");
    }

    [Fact]
    public async Task Another_workspace_finds_no_port()
    {
        var computer = await ComputerAsync();
        await PublishAsync(computer, 3000, "web");
        using var other = Client(Backend.CreateApiKey("org_other"));

        await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/ports", HttpStatusCode.NotFound, http: other);
        await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/ports", HttpStatusCode.NotFound, new { port = 3000 }, other);
        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/ports/3000", HttpStatusCode.NotFound, http: other);
    }

    private async Task<JsonArray> PortsAsync(string computer) =>
        (await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/ports", HttpStatusCode.OK))["ports"]!.AsArray();

    private async Task<JsonNode> OnlyPortAsync(string computer) => (await PortsAsync(computer)).Should().ContainSingle().Subject!;
}
