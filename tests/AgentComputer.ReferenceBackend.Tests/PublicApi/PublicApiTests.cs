namespace AgentComputer.ReferenceBackend.Tests.PublicApi;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => PublicSurface.ShouldBeApproved(typeof(AgentComputerBackend).Assembly);

    [Fact]
    public void One_using_is_enough_for_every_public_type() =>
        typeof(AgentComputerBackend).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct().Should().Equal("AgentComputer.ReferenceBackend");
}
