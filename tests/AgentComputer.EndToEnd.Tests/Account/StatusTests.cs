using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Account;

public sealed class StatusTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_backend_that_serves_is_healthy_and_ready_and_says_so()
    {
        (await real.Client.GetHealthAsync(Limit.Token)).Ok.Should().BeTrue();
        (await real.Client.GetReadinessAsync(Limit.Token)).Ok.Should().BeTrue();
        (await real.Client.GetUptimeAsync(Limit.Token)).Services.Should().NotBeEmpty()
            .And.OnlyContain(service => service.Status == ServiceStatus.Operational && service.Slug.Length > 0);
    }

    [Fact]
    public async Task The_description_of_the_API_has_the_paths_that_are_served()
    {
        var description = await real.Client.GetOpenApiAsync(Limit.Token);

        var paths = description.GetProperty("paths");
        paths.GetProperty("/v1/computers").TryGetProperty("post", out _).Should().BeTrue();
        paths.EnumerateObject().Count().Should().BeGreaterThan(25);
    }
}
