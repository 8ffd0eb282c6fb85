using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Marketplace;

public sealed class MarketplaceAvatarTests : WireTest
{
    private const string Path = "/api/agents/a1/marketplace/avatar";

    public static TheoryData<string> Sources => ["path", "bytes", "stream"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_picture_is_sent_as_the_one_part_of_a_form(string source)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["ada.png"], "picture");
        using var stream = new MemoryStream("picture"u8.ToArray());
        Wire.Answers(Path, """{"handle":"ada","avatar":"https://x.test/ada.png"}""");

        var profile = await Client.UploadMarketplaceAvatarAsync("a1", source switch
        {
            "path" => FlapjackFile.FromPath(folder["ada.png"]),
            "bytes" => FlapjackFile.FromBytes("picture"u8.ToArray(), "ada.png"),
            _ => FlapjackFile.FromStream(stream, "ada.png"),
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("POST", Path));
        Wire.Request.Header("Content-Type").Should().StartWith("multipart/form-data; boundary=");
        Wire.Request.Body.Should().Contain("Content-Disposition: form-data; name=\"file\"; filename=\"ada.png\"\r\nContent-Type: image/png\r\n\r\npicture\r\n--");
        (profile.Handle, profile.Avatar).Should().Be(("ada", "https://x.test/ada.png"));
    }

    [Fact]
    public async Task What_is_answered_instead_of_a_profile_is_kept()
    {
        Wire.Answers(Path, """{"avatar_url":"u","avatar":7}""");

        var profile = await Client.UploadMarketplaceAvatarAsync("a1", FlapjackFile.FromBytes("x"u8.ToArray(), "ada.png")).Soon();

        profile.Avatar.Should().BeNull();
        profile.AdditionalProperties!.Keys.Should().BeEquivalentTo("avatar_url", "avatar");
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused()
    {
        Wire.Answers(Path, new Answer(415, """{"error":"UNSUPPORTED_IMAGE","detail":"no picture"}"""));

        var upload = () => Client.UploadMarketplaceAvatarAsync("a1", FlapjackFile.FromBytes("x"u8.ToArray(), "ada.txt")).Soon();

        (await upload.Should().ThrowAsync<FlapjackApiException>()).Which.ErrorCode.Should().Be("UNSUPPORTED_IMAGE");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action noAgent = () => Client.UploadMarketplaceAvatarAsync(" ", FlapjackFile.FromBytes("x"u8.ToArray(), "ada.png"));
        Action noFile = () => Client.UploadMarketplaceAvatarAsync("a1", null!);

        noAgent.Should().Throw<ArgumentException>().WithParameterName("agentId");
        noFile.Should().ThrowExactly<ArgumentNullException>().WithParameterName("file");
        Wire.Requests.Should().BeEmpty();
    }
}
