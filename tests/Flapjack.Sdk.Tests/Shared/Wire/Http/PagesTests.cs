using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http;

public sealed class PagesTests
{
    [Theory]
    // Each page is named by its cursor, and what stands behind the colon is the next one.
    [InlineData("a:b b:c c:", "a b c")]
    [InlineData("a:a", "a")]
    [InlineData("a:b b:a", "a b")]
    [InlineData("a:b b:c c:b", "a b c")]
    public async Task A_list_that_leads_back_to_a_page_ends_before_an_item_comes_twice(string pages, string items)
    {
        var next = pages.Split(' ').Select(page => page.Split(':')).ToDictionary(page => page[0], page => page[1]);
        List<string> read = [];

        var reading = async () =>
        {
            await foreach (var item in Pages.ReadAll<string, string>("a", (cursor, _) => Task.FromResult(cursor!), page => [page], page => next[page], default))
            {
                read.Add(item);
            }
        };

        if (pages.EndsWith(':'))
        {
            await reading();
        }
        else
        {
            await reading.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("*has no end*");
        }

        read.Should().Equal(items.Split(' '));
    }

    [Fact]
    public async Task A_list_that_leads_back_to_its_page_after_the_first_ends_too()
    {
        List<string?> asked = [];

        var reading = async () =>
        {
            await foreach (var _ in Pages.ReadAll<string[], string>(null, Page, page => page, _ => "b", default))
            {
            }
        };

        await reading.Should().ThrowAsync<FlapjackProtocolException>();
        asked.Should().Equal(null, "b");

        Task<string[]> Page(string? cursor, CancellationToken token)
        {
            asked.Add(cursor);
            return Task.FromResult<string[]>(["item"]);
        }
    }
}
