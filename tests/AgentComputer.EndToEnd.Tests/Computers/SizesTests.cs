using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Computers;

public sealed class SizesTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task Every_image_in_the_list_is_found_by_its_id()
    {
        var images = await real.Client.ListComputerImagesAsync(Limit.Token);

        images.Should().NotBeEmpty();
        foreach (var image in images)
        {
            (await real.Client.GetComputerImageAsync(image.Id, Limit.Token)).DisplayName.Should().Be(image.DisplayName);
        }
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_not_found()
    {
        var act = () => real.Client.GetComputerImageAsync("none", Limit.Token);

        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    [Fact]
    public async Task A_computer_of_each_preset_has_the_size_that_the_list_says()
    {
        var presets = await real.Client.ListComputerSizePresetsAsync(Limit.Token);

        presets.Select(preset => preset.Id).Should().Equal("ram-2g", "ram-4g", "ram-8g");
        foreach (var preset in presets)
        {
            var computer = await real.CreateAsync(new() { SizePreset = preset.Id });
            (computer.SizePreset, computer.RequestedMemoryMib, computer.RequestedStorageBytes).Should().Be((preset.Id, preset.MemoryMib, preset.StorageBytes));
        }
    }

    [Fact]
    public async Task The_capacity_is_that_of_the_host_and_never_more_than_its_maximum()
    {
        var capacity = await real.Client.CheckComputerCapacityAsync(new() { SizePreset = "ram-2g" }, Limit.Token);

        capacity.RequestedMemoryMib.Should().Be(2048);
        capacity.MaxMemoryMib.Should().BePositive();
        capacity.ResourceLimits.Should().NotBeNull();
        capacity.Available.Should().Be(capacity.ReasonCode is null or "", "an answer that says no says why");
    }
}
