using Aspire.Hosting;

namespace Flapjack.AppHosts.Tests.PublicApi;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => PublicSurface.ShouldBeApproved(typeof(FlapjackBackendResourceBuilderExtensions).Assembly);
}
