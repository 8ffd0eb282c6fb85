using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Reads only the text of a page. The library's own pages keep hundreds of bytes for each letter, and draw whatever they are told to.</summary>
/// <remarks>The library makes it, by this constructor. The budget comes along with the filters.</remarks>
internal sealed class PdfPageReader(
    IPdfTokenScanner scanner, IResourceStore resources, ILookupFilterProvider filters, IPageContentParser parser, ParsingOptions options)
    : BasePageFactory<PdfPageText>(scanner, resources, filters, parser, options), IPageFactory<PdfPageText>
{
    private readonly PdfBudget _budget = ((PdfFilters)options.FilterProvider!).Budget;
    private readonly IPdfTokenScanner _scanner = scanner;
    private readonly IResourceStore _resources = resources;
    private readonly ILookupFilterProvider _filters = filters;
    private readonly IPageContentParser _parser = parser;
    private readonly ParsingOptions _options = options;

    PdfPageText IPageFactory<PdfPageText>.Create(int number, DictionaryToken dictionary, PageTreeMembers pageTreeMembers, NamedDestinations namedDestinations)
    {
        _budget.NextPage();
        // A page may name the same stream many times, and the library puts them all together.
        foreach (var stream in dictionary.TryGet(NameToken.Contents, out var contents) && Resolve(contents) is ArrayToken array ? array.Data : [])
        {
            _budget.Spend(Resolve(stream) is StreamToken { Data.Length: var length } ? length : 0, isDrawn: true);
        }

        return Create(number, dictionary, pageTreeMembers, namedDestinations);
    }

    protected override PdfPageText ProcessPage(
        int pageNumber,
        DictionaryToken dictionary,
        NamedDestinations namedDestinations,
        MediaBox mediaBox,
        CropBox cropBox,
        UserSpaceUnit userSpaceUnit,
        PageRotationDegrees rotation,
        TransformationMatrix initialMatrix,
        IReadOnlyList<IGraphicsStateOperation> operations) =>
        new PdfTextProcessor(_budget, pageNumber, _resources, _scanner, _parser, _filters, cropBox, userSpaceUnit, rotation, initialMatrix, _options).Process(pageNumber, operations);

    private IToken? Resolve(IToken token) => token is IndirectReferenceToken reference ? _scanner.Get(reference.Data)?.Data : token;
}
