using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers;

public sealed class ComputerImageTests : WireTest
{
    private const string Json = """{"id":"i1","display_name":"Ubuntu","description":"24.04","status":"active","created_at":"2026-05-01T10:00:00Z","arch":"x64"}""";

    [Fact]
    public async Task Images_are_listed()
    {
        Wire.Answers("/v1/computer-images", $$"""{"images":[{{Json}},{"id":"i2","status":"deprecated","created_at":false}]}""");

        var images = await Client.ListComputerImagesAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", "/v1/computer-images"));
        images.Select(image => (image.Id, image.Status)).Should().Equal(("i1", ComputerImageStatus.Active), ("i2", new ComputerImageStatus("deprecated")));
        images[1].AdditionalProperties.Should().ContainKey("created_at");
    }

    [Fact]
    public async Task An_image_is_read()
    {
        Wire.Answers("/v1/computer-images/i1", $$"""{"image":{{Json}}}""");

        var image = await Client.GetComputerImageAsync("i1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", "/v1/computer-images/i1"));
        (image.Id, image.DisplayName, image.Description, image.CreatedAt).Should().Be(("i1", "Ubuntu", "24.04", new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero)));
        image.AdditionalProperties.Should().ContainKey("arch");
    }
}
