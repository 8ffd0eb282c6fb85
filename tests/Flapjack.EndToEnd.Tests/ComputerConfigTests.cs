using System.Text;
using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests;

/// <summary>What kind of computer an agent uses, read and changed.</summary>
public sealed class ComputerConfigTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private static readonly string[] Fields = ["id", "agentId", "provider", "status", "sizeClass", "bootstrapRunId", "lastUsedAt"];

    [Fact]
    public async Task A_configuration_is_read_changed_and_read_again()
    {
        var agentId = await CreateAsync();

        var created = await computer.Client.GetComputerConfigAsync(agentId, Limit.Token);
        var updated = await computer.Client.UpdateComputerConfigAsync(agentId, created with { Enabled = false, Scope = ComputerScope.Thread }, Limit.Token);
        var read = await computer.Client.GetComputerConfigAsync(agentId, Limit.Token);

        created.Should().BeEquivalentTo(new ComputerConfig
        {
            Enabled = true,
            Provider = ComputerProvider.Heyvm,
            Mode = ComputerMode.Persistent,
            Scope = ComputerScope.Agent,
            SizeClass = ComputerSizeClass.Small,
        });
        updated.Should().BeEquivalentTo(created with { Enabled = false, Scope = ComputerScope.Thread });
        read.Should().BeEquivalentTo(updated);
    }

    [Fact]
    public async Task What_is_not_set_stays_as_it_is()
    {
        var agentId = await CreateAsync();

        var updated = await computer.Client.UpdateComputerConfigAsync(agentId, new() { SizeClass = ComputerSizeClass.Large }, Limit.Token);

        (updated.SizeClass, updated.Provider, updated.Enabled).Should().Be((ComputerSizeClass.Large, ComputerProvider.Heyvm, true));
    }

    [Fact]
    public async Task What_does_not_go_together_is_refused_and_changes_nothing()
    {
        var agentId = await CreateAsync();

        var update = () => computer.Client.UpdateComputerConfigAsync(agentId, new() { Provider = ComputerProvider.Vercel, Mode = ComputerMode.Persistent }, Limit.Token);

        (await update.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_COMPUTER_CONFIG");
        (await computer.Client.GetComputerConfigAsync(agentId, Limit.Token)).Provider.Should().Be(ComputerProvider.Heyvm);
    }

    [Fact]
    public async Task A_field_that_this_version_does_not_know_goes_back_as_it_came()
    {
        var agentId = await CreateAsync();
        var service = new NewerService(computer.Backend.CreateHandler());
        using var http = new HttpClient(service);
        using var client = new FlapjackClient(http, new() { ApiKey = computer.Backend.ApiKey, BaseAddress = computer.Backend.BaseAddress });

        var config = await client.GetComputerConfigAsync(agentId, Limit.Token);
        await client.UpdateComputerConfigAsync(agentId, config with { Enabled = false }, Limit.Token);

        service.Updates.Should().ContainSingle().Which.Should().ContainAll("\"enabled\":false", NewerService.Field);
        (await client.GetComputerConfigAsync(agentId, Limit.Token)).Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task Its_instances_are_records_of_the_computer_that_there_is()
    {
        var agentId = await CreateAsync();
        var status = await computer.Client.GetComputerStatusAsync(agentId, Limit.Token);

        var instances = await computer.Client.GetComputerInstancesAsync(agentId, Limit.Token);

        var instance = instances.Should().ContainSingle().Which;
        instance.EnumerateObject().Select(field => field.Name).Should().BeSubsetOf(Fields);
        instance.GetProperty("id").GetString().Should().Be(status.Computer!.Id);
        instance.GetProperty("agentId").GetString().Should().Be(agentId);
        instance.GetProperty("status").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task Of_an_agent_that_is_not_there_nothing_is_told()
    {
        var calls = new Func<Task>[]
        {
            () => computer.Client.GetComputerConfigAsync("nobody", Limit.Token),
            () => computer.Client.UpdateComputerConfigAsync("nobody", new() { Enabled = false }, Limit.Token),
            () => computer.Client.GetComputerInstancesAsync("nobody", Limit.Token),
        };

        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<FlapjackNotFoundException>();
        }
    }

    private Task<string> CreateAsync() =>
        computer.Client.CreateReadyAsync(new() { Name = "configured", Template = ComputerTemplate.Blank, SizeClass = ComputerSizeClass.Small });

    /// <summary>The backend with one field more than this version of the client knows, on the way out and on the way in.</summary>
    private sealed class NewerService(HttpMessageHandler backend) : DelegatingHandler(backend)
    {
        public const string Field = "\"retention\":{\"days\":7}";

        public List<string> Updates { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null)
            {
                Updates.Add(await request.Content.ReadAsStringAsync(cancellationToken));
                request.Content = Json(Updates[^1].Replace("," + Field, "", StringComparison.Ordinal));
            }

            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            JsonDocument.Parse(body).RootElement.ValueKind.Should().Be(JsonValueKind.Object);
            response.Content = Json($"{body.TrimEnd()[..^1]},{Field}}}");
            return response;
        }

        private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
    }
}
