using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.PerCall;

/// <summary>A client that was derived by With sends in another way, and changes nothing of the client that it was derived from.</summary>
public sealed class WithTests : WireTest
{
    private const string Path = "/v1/me";

    [Fact]
    public async Task A_derived_client_repeats_as_often_as_it_was_told_and_its_parent_as_before()
    {
        Wire.Answers(Path, [.. Enumerable.Repeat(new Answer(503, ""), 6)]);
        var client = ClientWith(options => options.MaxRetries = 1);

        (await Refusal(client.With(o => o.MaxRetries = 0))).Attempts.Should().Be(1);
        (await Refusal(client.With(o => o.MaxRetries += 2))).Attempts.Should().Be(4, "the options begin with the values of the parent");
        (await Refusal(client)).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task Headers_go_with_every_request_of_the_derived_client_and_of_no_other()
    {
        Wire.Answers(Path, "{}");
        var derived = Client.With(o => o.Headers["X-Tenant"] = "t1");

        await derived.GetMeAsync().Soon();
        derived.Dispose();
        await Client.GetMeAsync().Soon();

        Wire.Requests.Select(request => request.Header("X-Tenant")).Should().Equal("t1", null);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Host")]
    [InlineData("Content-Type")]
    [InlineData("AgentComputer-Extensions")]
    public void A_header_of_the_client_can_not_be_replaced(string name)
    {
        var derive = () => Client.With(o => o.Headers[name] = "secret-value");

        derive.Should().Throw<ArgumentException>().Which.Message.Should().StartWith($"The Agent Computer option Headers can't hold {name}: ").And.NotContain("secret-value");
    }

    private static async Task<AgentComputerApiException> Refusal(AgentComputerClient client) =>
        (await client.Awaiting(c => c.GetMeAsync().Soon()).Should().ThrowAsync<AgentComputerApiException>()).Which;
}
