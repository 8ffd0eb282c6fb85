using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Marketplace;

public sealed class MarketplaceTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task A_profile_is_written_illustrated_read_and_deleted()
    {
        var (client, agentId) = (computer.Client, computer.AgentId);

        var written = await client.UpdateMarketplaceProfileAsync(agentId, new() { Handle = "ada-the-coder", Capabilities = ["code"] }, Limit.Token);
        var illustrated = await client.UploadMarketplaceAvatarAsync(agentId, FlapjackFile.FromBytes(Png, "ada.png"), Limit.Token);
        var read = await client.GetMarketplaceProfileAsync(agentId, Limit.Token);
        await client.DeleteMarketplaceProfileAsync(agentId, Limit.Token);

        (written.Handle, written.Avatar, written.ReadinessScore).Should().Be(("ada-the-coder", null, 66));
        illustrated.Avatar.Should().Be("data:image/png;base64," + Convert.ToBase64String(Png));
        (read.Handle, read.Avatar, read.ReadinessScore).Should().Be(("ada-the-coder", illustrated.Avatar, 100));
        read.Capabilities.Should().Equal("code");
        await client.Invoking(c => c.GetMarketplaceProfileAsync(agentId, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task A_text_is_no_picture()
    {
        var upload = () => computer.Client.UploadMarketplaceAvatarAsync(computer.AgentId, FlapjackFile.FromBytes("text"u8.ToArray(), "ada.png"), Limit.Token);

        (await upload.Should().ThrowAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("UNSUPPORTED_IMAGE");
    }

    [Fact]
    public async Task A_picture_that_is_far_too_large_is_refused_and_the_refusal_is_read()
    {
        var upload = () => computer.Client.UploadMarketplaceAvatarAsync(computer.AgentId, FlapjackFile.FromBytes(new byte[8 * 1024 * 1024], "ada.png"), Limit.Token);

        (await upload.Should().ThrowAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task An_official_template_becomes_an_agent()
    {
        var templates = await computer.Client.ListOfficialAgentTemplatesAsync(Limit.Token);
        var body = JsonSerializer.SerializeToElement(new { templateId = templates[0].Id, name = "Ada" });

        var agent = await computer.Client.UseOfficialAgentTemplateAsync(body, Limit.Token);

        (agent.Name, agent.Description).Should().Be(("Ada", templates[0].Description));
        (await computer.Client.GetAgentAsync(agent.Id, Limit.Token)).Should().BeEquivalentTo(agent);
    }
}
