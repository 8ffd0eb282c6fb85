using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Connections;

public sealed class ConnectionsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task The_connection_tells_where_a_computer_is_reached()
    {
        var id = await backend.CreateAsync("""{"handle":"reached"}""");

        var answer = await backend.GetAsync($"/v1/computers/{id}/connection");

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("connection", "ports");
        answer.Of("connection").EnumerateObject().Select(field => field.Name).Should().Equal(
            "handle", "web_url", "vnc_url", "browser_available", "vnc_available", "ssh_available", "ssh_host", "ssh_port", "ssh_user");
        answer.Text("connection", "handle").Should().Be("reached");
        answer.Text("connection", "web_url").Should().Be("http://reached.localhost/");
        answer.Of("connection", "vnc_available").GetBoolean().Should().BeFalse();
        answer.Of("ports").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_computer_with_a_port_of_the_name_vnc_has_a_screen()
    {
        var id = await backend.CreateAsync("""{"handle":"shown"}""");
        await backend.SucceededAsync(await backend.PostAsync($"/v1/computers/{id}/ports", """{"port":6080,"name":"web"}"""));
        (await backend.GetAsync($"/v1/computers/{id}/connection")).Of("connection", "vnc_available").GetBoolean().Should().BeFalse();

        await backend.SucceededAsync(await backend.PostAsync($"/v1/computers/{id}/ports", """{"port":5900,"name":"vnc"}"""));

        var shown = await backend.GetAsync($"/v1/computers/{id}/connection");
        shown.Of("connection", "vnc_available").GetBoolean().Should().BeTrue();
        shown.Text("connection", "vnc_url").Should().Be(shown.Of("ports")[1].GetProperty("public_url").GetString());
    }
}
