using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>
/// Follows what a page draws and keeps the letters. A gap between two letters is a space, and another height is another line. Everything that is no
/// text is passed over.
/// </summary>
internal sealed class PdfTextProcessor(
    PdfBudget budget,
    int pageNumber,
    IResourceStore resources,
    IPdfTokenScanner scanner,
    IPageContentParser parser,
    ILookupFilterProvider filters,
    CropBox cropBox,
    UserSpaceUnit unit,
    PageRotationDegrees rotation,
    TransformationMatrix initialMatrix,
    ParsingOptions options)
    : BaseStreamProcessor<PdfPageText>(pageNumber, resources, scanner, parser, filters, cropBox, unit, rotation, in initialMatrix, options)
{
    // In heights of the letters.
    private const double SpaceGap = 0.15;
    private const double LineGap = 0.5;
    private const double ParagraphGap = 1.8;

    private readonly StringBuilder _text = new();
    private PdfPoint? _end;

    public override PdfPageText Process(int pageNumberCurrent, IReadOnlyList<IGraphicsStateOperation> operations)
    {
        CloneAllStates();
        ProcessOperations(operations);
        return new(_text.ToString());
    }

    protected override void ProcessOperations(IReadOnlyList<IGraphicsStateOperation> operations)
    {
        budget.Draw(operations.Count);
        base.ProcessOperations(operations);
    }

    protected override void ProcessFormXObject(StreamToken formStream, NameToken xObjectName)
    {
        // The library parses the form again each time that it is drawn.
        budget.Spend(formStream.Data.Length, isDrawn: true);
        base.ProcessFormXObject(formStream, xObjectName);
    }

    public override void RenderGlyph(
        IFont font,
        CurrentGraphicsState currentState,
        double fontSize,
        double pointSize,
        int code,
        string unicode,
        long currentOffset,
        in TransformationMatrix renderingMatrix,
        in TransformationMatrix textMatrix,
        in TransformationMatrix transformationMatrix,
        CharacterBoundingBox characterBoundingBox)
    {
        budget.Draw(1);
        var start = transformationMatrix.Transform(textMatrix.Transform(renderingMatrix.Transform(new PdfPoint(0, 0))));
        var end = transformationMatrix.Transform(textMatrix.Transform(renderingMatrix.Transform(new PdfPoint(characterBoundingBox.Width, 0))));
        var top = transformationMatrix.Transform(textMatrix.Transform(renderingMatrix.Transform(new PdfPoint(0, 1))));
        Separate(start, Math.Max(Math.Abs(top.X - start.X) + Math.Abs(top.Y - start.Y), 1e-6));
        _text.Append(unicode);
        _end = end;
    }

    private void Separate(PdfPoint start, double height)
    {
        if (_end is not { } before || _text.Length == 0 || char.IsWhiteSpace(_text[^1]))
        {
            return;
        }

        var drop = Math.Abs(start.Y - before.Y) / height;
        _text.Append(drop > ParagraphGap ? "\n\n" : drop > LineGap ? "\n" : Math.Abs(start.X - before.X) / height > SpaceGap ? " " : "");
    }

    protected override void RenderXObjectImage(XObjectContentRecord xObjectContentRecord)
    {
    }

    public override void BeginSubpath()
    {
    }

    public override PdfPoint? CloseSubpath() => null;

    public override void StrokePath(bool close)
    {
    }

    public override void FillPath(FillingRule fillingRule, bool close)
    {
    }

    public override void FillStrokePath(FillingRule fillingRule, bool close)
    {
    }

    public override void MoveTo(double x, double y)
    {
    }

    public override void BezierCurveTo(double x2, double y2, double x3, double y3)
    {
    }

    public override void BezierCurveTo(double x1, double y1, double x2, double y2, double x3, double y3)
    {
    }

    public override void LineTo(double x, double y)
    {
    }

    public override void Rectangle(double x, double y, double width, double height)
    {
    }

    public override void EndPath()
    {
    }

    public override void ClosePath()
    {
    }

    public override void ModifyClippingIntersect(FillingRule clippingRule)
    {
    }

    protected override void ClipToRectangle(PdfRectangle rectangle, FillingRule clippingRule)
    {
    }

    protected override void RenderInlineImage(InlineImage inlineImage)
    {
    }

    public override void BeginMarkedContent(NameToken name, NameToken? propertyDictionaryName, DictionaryToken? properties)
    {
    }

    public override void EndMarkedContent()
    {
    }

    public override void PaintShading(NameToken shading)
    {
    }
}
