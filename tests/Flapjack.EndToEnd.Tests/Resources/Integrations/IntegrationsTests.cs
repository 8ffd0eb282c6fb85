using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Integrations;

public sealed class IntegrationsTests : IAsyncLifetime
{
    private static readonly CreateIntegrationRequest Sales = new()
    {
        Name = "Sales",
        Kind = IntegrationKind.Postgres,
        ConnectionString = "postgres://app:s3cret@db.example.com/sales",
    };

    private FlapjackBackend _backend = null!;
    private FlapjackClient _client = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { Port = null });
        _client = _backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task An_integration_is_created_read_listed_and_deleted()
    {
        var created = await _client.CreateIntegrationAsync(Sales);
        var read = await _client.GetIntegrationAsync(created.Id);
        var listed = await _client.ListIntegrationsAsync();
        await _client.DeleteIntegrationAsync(created.Id);

        (read.Id, read.Name, read.Kind).Should().Be((created.Id, "Sales", IntegrationKind.Postgres));
        read.CreatedAt.Should().NotBeNull();
        read.AdditionalProperties!.Keys.Should().BeEquivalentTo("org_id", "updated_at");
        listed.Select(integration => integration.Id).Should().Equal(created.Id);
        (await _client.ListIntegrationsAsync()).Should().BeEmpty();
        var gone = () => _client.GetIntegrationAsync(created.Id);
        await gone.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task A_kind_that_the_backend_does_not_know_is_refused_without_the_connection_string()
    {
        var create = () => _client.CreateIntegrationAsync(Sales with { Kind = new("mongo") });

        var thrown = (await create.Should().ThrowAsync<FlapjackValidationException>()).Which;
        thrown.ErrorCode.Should().Be("INVALID_KIND");
        thrown.ToString().Should().NotContain("s3cret");
    }
}
