using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>The library's own filters, each of which is measured before it unpacks: the library itself has no limit.</summary>
internal sealed class PdfFilters(PdfBudget budget) : IFilterProvider
{
    private readonly IFilterProvider _inner = DefaultFilterProvider.Instance;

    public PdfBudget Budget => budget;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Watched(_inner.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Watched(_inner.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Watched(_inner.GetAllFilters());

    private List<IFilter> Watched(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new Measured(filter, budget))];

    // The content of a page has no type; a form is drawn by a page. Fonts name the lengths of their parts.
    private static bool IsDrawn(DictionaryToken dictionary) =>
        (dictionary.TryGet(NameToken.Subtype, out NameToken subtype) ? subtype.Data == "Form" : !dictionary.ContainsKey(NameToken.Type))
        && !dictionary.ContainsKey(NameToken.Create("Length1")) && !dictionary.ContainsKey(NameToken.Create("N"));

    private sealed class Measured(IFilter inner, PdfBudget budget) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            budget.Step();
            var length = Measure(input);
            budget.Spend(length, isDrawn: false);
            budget.Spend(IsDrawn(streamDictionary) ? length : 0, isDrawn: true);
            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        private long Measure(Memory<byte> input) => inner switch
        {
            FlateFilter => MeasureFlate(input),
            // The longest that a code of 12 bits can stand for, and the longest run of two bytes.
            LzwFilter => input.Length * 8L / 12 * 4_096,
            RunLengthFilter => input.Length * 64L,
            _ => input.Length,
        };

        private long MeasureFlate(Memory<byte> input)
        {
            using var bytes = new MemoryStream(input.ToArray(), writable: false);
            using var unpacked = new ZLibStream(bytes, CompressionMode.Decompress);
            var chunk = new byte[64 * 1024];
            long length = 0;
            try
            {
                while (unpacked.Read(chunk) is > 0 and var count && length <= budget.Left)
                {
                    length += count;
                    budget.Step();
                }
            }
            catch (InvalidDataException)
            {
                // The library reads as much of a broken stream as it can.
            }

            return length;
        }
    }
}
